//! Whatever levels a roster has, totals are counted by them: a family of forms with states, territories and a college, of which the
//! last is named by the roster alone.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use bieumau::render::letter::{Counted, Figure, Said, Speaker};
use bieumau::schema::{self, Level};
use bieumau::text::Language;
use serde_json::Value;

use crate::run::{bieumau, json_file, run};

const FAMILY: &str = "fixtures/grants";

/// The family's inbox as workbooks.
fn inbox(target: &Path) {
    for of in ["Ohio/OH-earlier", "Ohio/OH-report", "Texas/TX-report", "Guam/GU-report", "Springfield/report"] {
        let to = target.join(format!("{of}.xlsx"));
        fs::create_dir_all(to.parent().expect("it has a folder")).expect("a folder can be made");
        crate::book::write(&Path::new(FAMILY).join(format!("inbox/{of}.book.json")), &to);
    }
}

#[test]
fn a_family_with_levels_of_its_own_is_merged_with_the_right_totals() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().join(name);
    inbox(&at("inbox"));
    let mut merge = bieumau();
    merge.arg("merge").arg(at("inbox")).args(["--as-of", "2023-12-31", "--lang", "en", "--schemas"]);
    merge.arg(format!("{FAMILY}/schemas")).arg("-o").arg(at("all.xlsx")).arg("--data").arg(at("data"));
    for name in ["r.json", "r.md", "r.html"] {
        merge.arg("--report").arg(at(name));
    }
    let printed = String::from_utf8(run(&mut merge, 0).stdout).expect("text");
    let sentence = "3 agencies (2 of the states and 1 of the territories) have sent their award lists.";
    assert!(printed.split_whitespace().collect::<Vec<_>>().join(" ").contains(sentence), "{printed}");

    let report = json_file(&at("r.json"));
    let total = |row: &Value| {
        let count = |name: &str| row[name].as_u64().expect("a count");
        let level = row["level"].as_str().expect("a level").to_owned();
        (level, count("complied"), count("defective"), count("missing"), count("total"))
    };
    let totals: Vec<_> = report["totals"].as_array().expect("totals").iter().map(total).collect();
    let expected = [("state", 2, 0, 0, 2), ("territory", 1, 0, 0, 1), ("college", 0, 0, 1, 1), ("all", 3, 0, 1, 4)];
    let expected = expected.map(|(level, a, b, c, d)| (level.to_owned(), a, b, c, d));
    assert_eq!(totals, expected);
    let levels: Vec<&Value> = report["agencies"].as_array().expect("agencies").iter().map(|it| &it["level"]).collect();
    assert_eq!(levels, ["state", "state", "territory", "college"]);

    // Who is not on the roster is listed apart, and its rows are merged behind the others.
    let unlisted = &report["unlisted"];
    assert_eq!((&unlisted[0]["name"], &unlisted[0]["level"]), (&"City of Springfield".into(), &"unlisted".into()));
    assert_eq!(unlisted[0]["obligations"]["awards"]["status"], "complied");
    let awards = fs::read_to_string(at("data/awards.csv")).expect("it was written");
    assert!(awards.lines().last().is_some_and(|row| row.starts_with("City of Springfield,")), "{awards}");
    let apart = "Not on the roster, and in none of these figures: 1 (City of Springfield).";
    let printed = printed.split_whitespace().collect::<Vec<_>>().join(" ");
    let markdown = fs::read_to_string(at("r.md")).expect("it was written");
    assert!(printed.contains(apart) && markdown.contains(apart), "{printed} {markdown}");
    for line in ["| Award list | All recipients | 3 |", "| Award list | States | 2 |", "**College, not received (1):**"]
    {
        assert!(markdown.contains(line), "{line}: {markdown}");
    }
    let page = fs::read_to_string(at("r.html")).expect("it was written");
    assert!(page.contains("<option value=\"territory\">Territories</option>"), "the filter offers the levels");
    let agencies = fs::read_to_string(at("data/agencies.csv")).expect("it was written");
    assert!(agencies.contains("MIT,Massachusetts Institute of Technology,college"), "{agencies}");
    let book = bieumau::workbook::read_bytes(&"all.xlsx".into(), &fs::read(at("all.xlsx")).expect("it is there"), true);
    let texts = format!("{:?}", book.workbook);
    for level in ["All recipients", "States", "Territories", "College", "Not on the roster"] {
        assert!(texts.contains(level), "{level}");
    }
}

#[test]
fn what_is_wrong_with_levels_is_told() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let target = folder.path().join("schemas");
    for entry in walkdir::WalkDir::new(format!("{FAMILY}/schemas")) {
        let entry = entry.expect("a fixture can be walked");
        let to = target.join(entry.path().strip_prefix(format!("{FAMILY}/schemas")).expect("below the folder"));
        match entry.file_type().is_dir() {
            true => fs::create_dir_all(to).expect("a folder can be made"),
            false => fs::copy(entry.path(), to).map(drop).expect("a file can be copied"),
        }
    }
    let told = |file: &str, from: &str, to: &str| {
        let path = target.join(file);
        let whole = fs::read_to_string(&path).expect("it is there");
        fs::write(&path, whole.replacen(from, to, 1)).expect("it can be written");
        let output = run(bieumau().args(["agencies", "--lang", "en", "--schemas"]).arg(&target), 2);
        fs::write(&path, whole).expect("it can be written");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    for (file, from, to, expected) in [
        ("rosters/states.csv", "OH,state", "OH,stat", "line 2: unknown kind `stat`; did you mean `state`?"),
        ("rosters/states.csv", ",,college", ",,all", "line 5: no level may be called `all`"),
        ("rosters/states.csv", ",,college", ",,states", "levels `states` and `state` read the same"),
        ("rosters/states.csv", "name_en,aliases", "name_en,alias", "unknown column `alias`; did you mean `aliases`?"),
        ("countries/us.json", "\"level\": \"state\"", "\"level\": \"stat\"", "kind `state`: unknown level `stat`"),
    ] {
        let told = told(file, from, to);
        assert!(told.contains(expected), "{expected}: {told}");
    }
}

/// A family in a language that the program does not ship: its words for yes, totals and periods stand in the family's own folder.
#[test]
fn a_language_is_data() {
    let family = "fixtures/subventions";
    let check = |lang: &str| {
        let output = run(
            bieumau().args([
                "check",
                &format!("{family}/inbox"),
                "--schemas",
                &format!("{family}/schemas"),
                "--lang",
                lang,
            ]),
            1,
        );
        String::from_utf8(output.stdout).expect("text")
    };
    let told = check("en");
    for expected in [
        // The total is none of them.
        "Liste des subventions: 3 rows",
        "“peut-être” is not “oui” or “non”",
        "Le montant 2000000 dépasse un million.",
        "1 error, 1 warning",
    ] {
        assert!(told.contains(expected), "{expected}: {told}");
    }
    assert!(check("vi").contains("«peut-être» không phải «oui» hoặc «non»"));
}

/// Levels of the country that ships, or of a roster's own.
fn levels(names: &[&str]) -> Vec<Arc<Level>> {
    let country = &schema::embedded().expect("the schemas ship").country;
    let known = |name: &&str| country.levels.iter().find(|level| level.name == *name).cloned();
    names.iter().map(|name| Arc::new(known(name).unwrap_or_else(|| Level::unnamed(name)))).collect()
}

fn said(complied: (usize, usize), faulty: (usize, usize), deed: &str, is_first: bool, language: Language) -> String {
    let figure = |of: Figure| {
        let (ministries, provinces) = if of.counted == Counted::Complied { complied } else { faulty };
        if of.level == 0 { ministries } else { provinces }
    };
    let levels = levels(&["ministry", "province"]);
    Speaker { levels: &levels, language }.clause(0, Some(Counted::Faulty), deed, is_first).text(&figure)
}

#[test]
fn says_it_as_the_letter_does() {
    let vi = Language::Vietnamese;
    assert_eq!(
        said((6, 35), (0, 0), "ban hành danh mục", true, vi),
        "có 41 cơ quan (6 cơ quan cấp bộ và 35 cơ quan cấp tỉnh) đã ban hành danh mục"
    );
    assert_eq!(
        said((3, 12), (0, 0), "ban hành kế hoạch", false, vi),
        "15 cơ quan (3 cấp bộ và 12 cấp tỉnh) đã ban hành kế hoạch"
    );
    assert_eq!(said((0, 0), (0, 0), "ban hành", true, vi), "chưa có cơ quan nào ban hành");
    assert_eq!(said((0, 2), (0, 0), "ban hành", false, vi), "2 cơ quan (2 cấp tỉnh) đã ban hành");
    let english = said((1, 0), (0, 0), "issued it", true, Language::English);
    assert_eq!(english, "1 agency (1 at ministry level) has issued it");
}

#[test]
fn who_has_issued_has_done_so_whatever_the_form_is_like() {
    let vi = Language::Vietnamese;
    assert_eq!(
        said((6, 35), (3, 5), "ban hành danh mục", true, vi),
        "có 41 cơ quan (6 cơ quan cấp bộ và 35 cơ quan cấp tỉnh) đã ban hành danh mục với biểu hợp lệ, trong tổng số 49 cơ quan \
         đã ban hành (8 cơ quan, gồm 3 cấp bộ và 5 cấp tỉnh, có biểu còn phải sửa)"
    );
    assert_eq!(
        said((0, 0), (0, 2), "ban hành kế hoạch", false, vi),
        "2 cơ quan (2 cấp tỉnh) đã ban hành kế hoạch, nhưng biểu còn phải sửa"
    );
    assert_eq!(
        said((1, 0), (0, 1), "issued it", false, Language::English),
        "1 agency (1 at ministry level) has issued it with a valid form, of 2 that have issued it (1 with a form still to be \
         mended: 1 at province level)"
    );
}

#[test]
fn any_number_of_levels_is_listed_as_people_list_things() {
    let levels = levels(&["state", "territory", "tribal-nation"]);
    let speaker = Speaker { levels: &levels, language: Language::English };
    let said = |counts: [usize; 3], levels: usize| {
        let speaker = Speaker { levels: &speaker.levels[..levels], ..speaker };
        let figure = |of: Figure| if of.counted == Counted::Complied { counts[of.level] } else { 0 };
        speaker.clause(0, Some(Counted::Faulty), "reported", true).text(&figure)
    };
    let all = "6 agencies (3 at state level, 2 at territory level and 1 at tribal nation level) have reported";
    assert_eq!(said([3, 2, 1], 3), all);
    assert_eq!(said([3, 2, 0], 3), "5 agencies (3 at state level and 2 at territory level) have reported");
    assert_eq!(said([0, 2, 1], 3), "3 agencies (2 at territory level and 1 at tribal nation level) have reported");
    assert_eq!(said([3, 0, 0], 1), "3 agencies have reported");
}

#[test]
fn a_formula_says_the_same_of_cells() {
    let levels = levels(&["ministry", "province"]);
    let all = Speaker { levels: &levels, language: Language::English }.all(0, Counted::Complied);
    let nobody = Said::Text("nobody".to_owned());
    let said = Said::If(all.clone(), 0, Box::new(nobody), Box::new(Said::Count(all)));
    let cell = |of: Figure| if of.level == 0 { "B1".to_owned() } else { "B2".to_owned() };
    assert_eq!(said.formula(&cell), "IF(B1+B2=0,\"nobody\",(B1+B2))");
}
