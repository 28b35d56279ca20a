//! Outputs appear whole or not at all, together, and destroy nothing: a full disk, a folder that cannot be written, a run that is
//! stopped, outputs on one another, on inputs, or on what somebody else put there. And nothing in them runs: cells that would
//! be formulas.

use std::fs;
use std::path::Path;
use std::process::Command;

use calamine::{Reader, Xlsx, open_workbook};

use crate::run::{bieumau, run};

const FORM: &str = "00.00.H46-892-QD-2023-PL1.xlsx";

fn merge(folder: &Path) -> Command {
    let inbox = folder.join("inbox");
    fs::create_dir_all(&inbox).expect("a folder");
    fs::copy(Path::new("fixtures/inbox-2023-06-23").join(FORM), inbox.join(FORM)).expect("a copy");
    let mut command = bieumau();
    command.args(["merge", "--as-of", "2023-06-23"]).arg(inbox);
    command
}

/// The error of a run that must end with 2.
fn failure(command: &mut Command) -> String {
    String::from_utf8(run(command, 2).stderr).expect("it is text")
}

#[test]
fn what_cannot_be_written_is_told_with_its_path() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let missing = folder.path().join("missing/tong-hop.xlsx");
    for option in ["-o", "--report", "--data"] {
        let told = failure(merge(folder.path()).arg(option).arg(&missing));
        assert!(told.contains("missing"), "{told}");
    }
    let told = failure(merge(folder.path()).arg("-o").arg(folder.path()));
    assert!(told.contains(&*folder.path().to_string_lossy()), "{told}");
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1, "only the inbox is there");
}

#[test]
fn two_runs_at_a_time_both_add_to_the_history() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let history = folder.path().join("h.csv");
    drop(merge(folder.path()));
    let days = ["2023-06-21", "2023-06-22", "2023-06-24"];
    let start = |day: &str| {
        let mut command = bieumau();
        command
            .args(["merge", "--quiet", "--as-of", day])
            .arg(folder.path().join("inbox"))
            .arg("--history")
            .arg(&history);
        command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
        command.spawn().expect("the binary can be started")
    };
    for mut run in days.map(start) {
        assert!(run.wait().expect("it ends").success());
    }
    let written = fs::read_to_string(&history).expect("the history");
    assert!(days.iter().all(|day| written.matches(day).count() == 4), "{written}");
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 2, "nothing is left beside the inbox and it");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_no_half_written_file() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let report = folder.path().join("report.json");
    let old = bieumau::workbook::mark::Mark::of(bieumau::workbook::mark::Output::Report).to_string();
    fs::write(&report, &old).expect("a file");
    let told = failure(merge(folder.path()).args(["-o", "/dev/full"]));
    assert!(told.contains("/dev/full"), "{told}");
    let devices = tempfile::tempdir().expect("a temporary folder");
    let link = |device: &str| {
        let link = devices.path().join(device).with_extension("json");
        std::os::unix::fs::symlink(Path::new("/dev").join(device), &link).expect("a link");
        link
    };
    let told = failure(merge(folder.path()).arg("--report").arg(link("full")));
    assert!(told.contains("full.json"), "{told}");
    run(merge(folder.path()).arg("--report").arg(link("null")), 0);
    for device in ["/dev/full", "/dev/null"] {
        assert!(!fs::metadata(device).expect("it is there").is_file(), "a device is written into, not replaced");
    }

    // A limit on the size of files stands for a disk that fills up: 8 blocks of 1,024 bytes.
    let whole = merge(folder.path());
    let mut limited = Command::new("bash");
    limited.args(["-c", "ulimit -f 8; exec \"$@\"", "bash"]).arg(whole.get_program()).args(whole.get_args());
    let told = failure(limited.arg("--report").arg(&report));
    assert!(told.contains("report.json") && told.contains("tệp quá lớn"), "{told}");
    assert_eq!(fs::read_to_string(&report).expect("it is there"), old);
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 2, "nothing is left lying about");
    run(merge(folder.path()).arg("--report").arg(&report), 0);
    assert_ne!(fs::read_to_string(&report).expect("it is there"), old, "it is ours and can be replaced");
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 2, "nothing is left lying about");
}

/// Faults are only in builds for development.
#[cfg(all(debug_assertions, target_os = "linux"))]
#[test]
fn a_run_that_is_stopped_leaves_the_old_outputs() {
    use std::time::{Duration, Instant};
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (report, data) = (folder.path().join("report.json"), folder.path().join("data"));
    let mut command = merge(folder.path());
    command.arg("--report").arg(&report).arg("--data").arg(&data);
    run(&mut command, 0);
    let before = (fs::read(&report).expect("a report"), fs::read(data.join("datapackage.json")).expect("a package"));
    let asides = || {
        let names = fs::read_dir(folder.path()).expect("a folder").map(|entry| entry.expect("an entry").file_name());
        names.filter(|name| name.to_string_lossy().starts_with(".bieumau-")).count()
    };
    let wait_for = |count: usize| {
        let start = Instant::now();
        while asides() != count {
            assert!(start.elapsed() < Duration::from_secs(60), "{} instead of {count}", asides());
            std::thread::sleep(Duration::from_millis(20));
        }
    };
    for signal in ["-TERM", "-KILL"] {
        let mut running = command.env("BIEUMAU_FAULT", "wait:").spawn().expect("the binary can be started");
        wait_for(2);
        let pid = running.id().to_string();
        assert!(Command::new("kill").args([signal, &pid]).status().expect("it is part of every Unix").success());
        assert!(!running.wait().expect("it was started here").success());
        wait_for(0);
        let after = (fs::read(&report).expect("a report"), fs::read(data.join("datapackage.json")).expect("a package"));
        assert!(before == after, "{signal}");
    }
}

/// A cell of a CSV file as it was before it was made harmless, as `datapackage.json` tells to undo it.
fn undone(cell: &str) -> &str {
    let is_active =
        cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if is_active { cell.strip_prefix('\'').expect("it has an apostrophe") } else { cell }
}

#[test]
fn no_cell_runs_and_each_of_the_data_package_can_be_undone() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let names =
        ["=1+1", "+84 24", "-5", "@SUM(A1)", "'=1", "''@x", "＝1+1", "plain", "'quoted'", "=HYPERLINK(\"http://x\")"];
    let mut csv = String::from(
        "UBND TỈNH HÀ GIANG\n(Kèm theo Quyết định số 613/QĐ-UBND ngày 15/5/2023 của Ủy ban nhân dân tỉnh Hà Giang)\nSTT,Tên cơ sở dữ liệu,Mục đích,\"Phạm vi, nội dung dữ liệu\",Đơn vị chủ trì,\"Nguồn dữ liệu, cơ chế thu thập, cập nhật\",Hình thức chia sẻ,Hiện trạng,Ghi chú\n",
    );
    for (index, name) in names.iter().enumerate() {
        let quoted = name.replace('"', "\"\"");
        csv.push_str(&format!("{},\"{quoted}\",a,b,c,d,Chia sẻ mặc định,Đã có,<script>alert(1)</script>\n", index + 1));
    }
    let inbox = folder.path().join("=cmd");
    fs::create_dir(&inbox).expect("a folder");
    fs::write(inbox.join("=a.csv"), csv).expect("a file");
    let data = folder.path().join("data");
    let summary = folder.path().join("o.xlsx");
    let mut merge = bieumau();
    merge.args(["merge", "--as-of", "2023-06-23"]).arg(&inbox).arg("--data").arg(&data).arg("-o").arg(&summary);
    run(&mut merge, 0);
    let mut workbook: Xlsx<_> = open_workbook(&summary).expect("the workbook can be read");
    let formulas = workbook.worksheet_formula("CSDL dùng chung").expect("it is there");
    assert!(formulas.used_cells().all(|(_, _, formula)| formula.is_empty()));
    let shown = workbook.worksheet_range("CSDL dùng chung").expect("it is there");
    for name in names {
        assert!(shown.used_cells().any(|(_, _, cell)| *cell == name), "{name} is there as text");
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(&data).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension != "csv") {
            continue;
        }
        let mut reader = csv::Reader::from_path(&path).expect("it is CSV");
        let name_column = reader.headers().expect("a header").iter().position(|name| name == "name");
        let is_form = path.file_name().is_some_and(|name| name == "shared-databases.csv");
        for row in reader.records() {
            let row = row.expect("a row is CSV");
            for cell in &row {
                assert!(!cell.starts_with(['=', '+', '-', '@', '＝']), "{}: {cell}", path.display());
            }
            if is_form {
                found.push(undone(&row[name_column.expect("a name")]).to_owned());
                assert_eq!(undone(&row[1]), "=a.csv");
            }
        }
    }
    assert_eq!(found, names);
    let package = fs::read_to_string(data.join("datapackage.json")).expect("it is text");
    assert!(package.contains("To undo"));
}

/// All files below a folder and what they hold.
fn contents(folder: &Path) -> std::collections::BTreeMap<std::path::PathBuf, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.expect("an entry").into_path());
    files.filter(|path| path.is_file()).map(|path| (path.clone(), fs::read(&path).expect("a file"))).collect()
}

#[test]
fn outputs_that_would_destroy_one_another_or_an_input_are_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    merge(folder.path());
    let at = |name: &str| folder.path().join(name);
    let run_here = |arguments: &[&str], code: i32| {
        let mut command = bieumau();
        command.current_dir(folder.path()).args(["merge", "inbox", "--as-of", "2023-06-23", "--lang", "en"]);
        String::from_utf8(run(command.args(arguments), code).stderr).expect("it is text")
    };
    run_here(&["--data", "g", "--report", "r.json", "-o", "x.xlsx"], 0);
    fs::write(at("inbox/later.csv"), "a,b\n1,2\n").expect("a file");
    for name in ["agency.json", "page.html", "read me.md"] {
        fs::write(at("inbox").join(name), "<html>{}").expect("a file");
    }
    run(bieumau().args(["template", "shared-databases", "-o"]).arg(at("inbox/back.xlsx")), 0);
    fs::write(at("notes.txt"), "shopping: milk, eggs\n").expect("a file");
    fs::write(at("notes.csv"), "shopping: milk, eggs\n").expect("a file");
    #[cfg(unix)]
    std::os::unix::fs::symlink(at("g"), at("link")).expect("a link");
    let before = contents(folder.path());
    let form = format!("inbox/{FORM}");
    let mut refused: Vec<(Vec<&str>, &str)> = vec![
        (vec!["--data", "e", "--return", "./e"], "./e"),
        (vec!["--data", "g", "-o", "g/x.xlsx", "--report", "g/r.json"], "g/x.xlsx lies in the output g"),
        (vec!["--data", "g", "--history", "g/history.csv"], "g/history.csv lies in the output g"),
        (vec!["--report", "a.json", "--report", "g/../a.json"], "two outputs go to one place"),
        (vec!["--data", "inbox"], "both an input and an output"),
        (vec!["--data", "."], "holds the input inbox"),
        (vec!["--return", "inbox/.."], "holds the input inbox"),
        (vec!["-o", "x.pdf"], "x.pdf: the name must end in .xlsx"),
        (vec!["--dcat", "d.txt"], "must end in .jsonld"),
        (vec!["--report", "r.pdf"], "the name must end in"),
        (vec!["--history", "notes.txt"], "must end in .csv"),
        (vec!["--history", "notes.csv"], "notes.csv"),
        (vec!["--previous", "r.json", "--report", "./g/../r.json"], "both an input and an output"),
        (vec!["-o", &form], "is a file of the inbox that was not written by bieumau"),
        (vec!["--report", "inbox/later.csv"], "is a file of the inbox that was not written by bieumau"),
        (vec!["--report", "inbox/agency.json"], "is a file of the inbox that was not written by bieumau"),
        (vec!["--report", "inbox/page.html"], "is a file of the inbox that was not written by bieumau"),
        (vec!["--report", "inbox/read me.md"], "is a file of the inbox that was not written by bieumau"),
        (vec!["-o", "inbox/back.xlsx"], "is a file of the inbox that was not written by bieumau"),
    ];
    if cfg!(unix) {
        refused.push((vec!["--data", "g", "--return", "link"], "two outputs go to one place"));
        refused.push((vec!["--data", "g", "--report", "link/r.json"], "lies in the output g"));
    }
    for (arguments, words) in refused {
        let told = run_here(&arguments, 2);
        assert!(told.contains(words), "{arguments:?}: {told}");
        assert_eq!(contents(folder.path()), before, "{arguments:?}");
    }
    let told = failure(merge(folder.path()).arg("--data").arg(at("e")).arg("--return").arg(at("e")));
    assert!(told.contains("hai kết quả cùng ghi vào một chỗ") && !told.contains("two outputs"), "{told}");
    // One inside the inbox harms nothing, and is read by no later run.
    for _ in 0..2 {
        run_here(
            &["--report", "inbox/r.json", "--data", "inbox/data", "-o", "inbox/x.xlsx", "--history", "inbox/h.csv"],
            0,
        );
        let report = crate::run::json_file(&at("inbox/r.json"));
        assert_eq!(report["files"].as_array().map(Vec::len), Some(6));
    }
}

#[test]
fn check_template_and_remind_destroy_nothing_either() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    run(merge(folder.path()).arg("--report").arg(folder.path().join("r.json")), 0);
    let before = contents(folder.path());
    let form = format!("inbox/{FORM}");
    for arguments in [
        vec!["check", &form, "-o", "inbox/../r.json", "--return", "r.json"],
        vec!["check", &form, "-o", "result.pdf"],
        vec!["check", &form, "--format", "html", "-o", "result.json"],
        vec!["check", &form, "--return", "inbox"],
        vec!["check", &form, "-o", &form],
        vec!["template", "shared-databases", "-o", "form.xls"],
        vec!["template", "shared-databases", "-o", "inbox"],
        vec!["remind", "r.json", "-o", "."],
        vec!["remind", "r.json", "-o", "r.json"],
        vec!["remind", "r.json", "-o", "inbox"],
    ] {
        run(bieumau().current_dir(folder.path()).args(&arguments), 2);
        assert_eq!(contents(folder.path()), before, "{arguments:?}");
    }
}

/// The same package as another program would save it: with the day on which it did so.
fn saved_since(path: &Path) {
    let parts = fs::read(path).expect("it was written");
    let mut parts = zip::ZipArchive::new(std::io::Cursor::new(parts)).expect("it is a package");
    let mut saved = zip::ZipWriter::new(fs::File::create(path).expect("it can be written"));
    for at in 0..parts.len() {
        let mut part = parts.by_index(at).expect("it is there");
        let name = part.name().expect("it has a name").into_owned();
        let mut content = Vec::new();
        std::io::Read::read_to_end(&mut part, &mut content).expect("it is sound");
        if name == "docProps/core.xml" {
            let core = String::from_utf8(content).expect("it is text");
            let (before, after) = core.split_once("</dcterms:modified>").expect("it says when");
            let before = before.rsplit_once('>').expect("an element begins").0;
            content = format!("{before}>2026-11-26T07:08:09Z</dcterms:modified>{after}").into_bytes();
        }
        saved.start_file(name, zip::write::SimpleFileOptions::default()).expect("it can be added");
        std::io::Write::write_all(&mut saved, &content).expect("there is room");
    }
    saved.finish().expect("it is complete");
}

#[test]
fn what_somebody_else_wrote_stays_wherever_it_lies_and_what_was_corrected_since() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().join(name);
    let form = format!("inbox/{FORM}");
    let here = |arguments: &[&str], wanted: i32| {
        let mut command = bieumau();
        let output = run(command.current_dir(folder.path()).args(arguments).args(["--lang", "en"]), wanted);
        String::from_utf8(output.stderr).expect("it is text")
    };
    let merge_to = |option: &str, name: &str, wanted: i32| here(&["merge", "inbox", option, name], wanted);
    run(merge(folder.path()).arg("--report").arg(at("first.json")), 0);
    fs::create_dir(at("mine")).expect("a folder");
    fs::copy(at(&form), at("mine/list.xlsx")).expect("it can be copied");
    let notes =
        [("notes.txt", "milk"), ("a.csv", "a,b\n1,2\n"), ("c.json", "{\"a\": 1}"), ("t.html", "<p>x"), ("n.md", "# x")];
    notes.iter().for_each(|(name, text)| fs::write(at("mine").join(name), text).expect("there is room"));
    // A list of ours to which somebody has added a column.
    merge_to("--report", "mine/list.csv", 0);
    let list = fs::read_to_string(at("mine/list.csv")).expect("it was written");
    fs::write(at("mine/list.csv"), list.replacen("What to do", "What to do,Who", 1)).expect("there is room");
    let before = contents(&at("mine"));
    for name in ["notes.txt", "a.csv", "c.json", "t.html", "n.md", "list.csv", "list.xlsx"] {
        let name = &*format!("mine/{name}");
        let report = if name.ends_with("xlsx") { "-o" } else { "--report" };
        for told in [merge_to(report, name, 2), here(&["check", &form, "-o", name], 2)] {
            assert!(told.contains("was not written by bieumau") && told.contains(name), "{told}");
        }
    }
    merge_to("--dcat", "mine/c.json", 2);
    merge_to("--history", "mine/a.csv", 2);
    here(&["template", "shared-databases", "-o", "mine/list.xlsx"], 2);
    here(&["forms", "export", "shared-databases", "-o", "mine/list.xlsx"], 2);
    assert_eq!(contents(&at("mine")), before);
    // An empty file is as good as none; what is ours is written week after week, until somebody works on it.
    fs::write(at("s.xlsx"), "").expect("there is room");
    let written: [(&[&str], &str); 5] = [
        (&["merge", "inbox", "-o", "s.xlsx"], "s.xlsx"),
        (&["check", &form, "--fail-on", "never", "-o", "f.xlsx"], "f.xlsx"),
        (&["template", "shared-databases", "-o", "t.xlsx"], "t.xlsx"),
        (&["template", "letter", "-o", "l.docx"], "l.docx"),
        (&["forms", "export", "shared-databases", "-o", "d.xlsx"], "d.xlsx"),
    ];
    for (arguments, name) in written {
        here(arguments, 0);
        here(arguments, 0);
        saved_since(&at(name));
        let told = here(arguments, 2);
        assert!(told.contains("was saved by another program since") && told.contains(name), "{told}");
    }
    for ending in ["txt", "json", "jsonl", "csv", "html", "md", "sarif", "xml"] {
        let name = format!("r.{ending}");
        merge_to("--report", &name, 0);
        merge_to("--report", &name, 0);
    }
    // A form is imported again over what it was, and not over another.
    here(&["forms", "export", "open-data-plan", "-o", "p.xlsx"], 0);
    here(&["forms", "import", "p.xlsx", "-o", "p.json", "--campaign", "asking.json"], 0);
    here(&["forms", "import", "p.xlsx", "-o", "p.json", "--campaign", "asking.json"], 0);
    // Nor over what somebody has changed in it by hand.
    let form = fs::read_to_string(at("p.json")).expect("it was written");
    fs::write(at("p.json"), form.replacen("\"fields\": [", "\"primaryKey\": \"title\",\n\"fields\": [", 1))
        .expect("room");
    assert!(here(&["forms", "import", "p.xlsx", "-o", "p.json"], 2).contains("by hand"));
    fs::write(at("p.json"), form).expect("room");
    fs::remove_file(at("d.xlsx")).expect("it is there");
    here(&["forms", "export", "shared-databases", "-o", "d.xlsx"], 0);
    assert!(here(&["forms", "import", "d.xlsx", "-o", "p.json"], 2).contains("another form"));
    let asking = fs::read_to_string(at("asking.json")).expect("it was written");
    fs::write(at("asking.json"), asking.replace("\"deadline\": null", "\"deadline\": \"2026-12-31\"")).expect("room");
    here(&["forms", "import", "p.xlsx", "-o", "p.json", "--campaign", "asking.json"], 2);
}

#[test]
fn a_folder_is_replaced_only_if_it_holds_what_was_written_there() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().join(name);
    let inbox = at("hop-thu");
    fs::create_dir(&inbox).expect("a folder");
    let rejected = "00.00.H22-PL1.csv";
    fs::write(inbox.join(rejected), "UBND TỈNH HÀ GIANG\nSTT,Tên cơ sở dữ liệu,Mục đích\n1,CSDL đất đai,\n")
        .expect("a file");
    let again = |code: i32| {
        let mut command = bieumau();
        command.args(["merge", "--as-of", "2023-06-23", "--lang", "en"]).arg(&inbox);
        for (option, place) in [("--data", "data"), ("--return", "back"), ("--report", "r.json")] {
            command.arg(option).arg(at(place));
        }
        String::from_utf8(run(&mut command, code).stderr).expect("it is text")
    };
    let remind = |code: i32| {
        let mut command = bieumau();
        command.args(["remind", "--lang", "en"]).arg(at("r.json")).arg("-o").arg(at("letters"));
        String::from_utf8(run(&mut command, code).stderr).expect("it is text")
    };
    again(0);
    let written = || fs::read_to_string(at("data/findings.csv")).expect("it was written");
    assert!(written().contains(rejected));
    let renamed = "00.00.H22-PL1 lan 2.csv";
    fs::rename(inbox.join(rejected), inbox.join(renamed)).expect("it is there");
    again(0);
    assert!(written().contains(renamed) && !written().contains(rejected), "it is ours");
    remind(0);
    remind(0);
    let mut names: Vec<_> =
        fs::read_dir(folder.path()).expect("readable").map(|it| it.expect("an entry").file_name()).collect();
    names.sort();
    assert_eq!(names, ["back", "data", "hop-thu", "letters", "r.json"], "nothing is left lying about");
    let told = run(bieumau().args(["merge", "--lang", "en", "--return"]).arg(at("data")).arg(&inbox), 2).stderr;
    assert!(String::from_utf8_lossy(&told).contains("another kind (data)"), "these are data");
    // What the system leaves there is nobody's.
    fs::write(at("data/Thumbs.db"), "x").expect("a file");
    again(0);
    let first = |name: &str| {
        let files = contents(&at(name)).into_keys();
        let mut files = files.filter(|path| path.file_name().is_some_and(|name| name != ".bieumau.json"));
        files.next().expect("it holds a file")
    };
    // Somebody has begun to correct a returned form, or keeps a signed letter beside ours.
    for (name, changed) in
        [("back", true), ("back", false), ("data", true), ("data", false), ("letters", true), ("letters", false)]
    {
        let path = if changed { first(name) } else { at(name).join("signed.pdf") };
        let was = fs::read(&path).ok();
        fs::write(&path, "mine").expect("a file");
        let before = contents(folder.path());
        let told = if name == "letters" { remind(2) } else { again(2) };
        let name_of_file = path.file_name().expect("a name").to_string_lossy();
        let why = if changed { "was changed since" } else { "was not written by bieumau" };
        assert!(told.contains(&format!("{name_of_file} {why}")), "{told}");
        assert_eq!(contents(folder.path()), before, "{name} {changed}");
        match was {
            Some(was) => fs::write(&path, was).expect("a file"),
            None => fs::remove_file(&path).expect("a file"),
        }
    }
    // Folders of earlier versions had no list.
    for name in ["data", "letters", "back"] {
        fs::remove_file(at(name).join(".bieumau.json")).expect("it bears a list");
    }
    remind(0);
    let told = again(2);
    assert!(told.contains("was not written by bieumau"), "{told}");
    fs::remove_dir_all(at("back")).expect("a folder");
    again(0);
    fs::remove_file(at("data/.bieumau.json")).expect("it bears a list");
    fs::write(at("data/agencies.csv"), "mine").expect("a file");
    again(2);
    assert_eq!(fs::read_to_string(at("data/agencies.csv")).expect("a file"), "mine");
}

/// Faults are only in builds for development.
#[cfg(debug_assertions)]
mod together {
    use super::*;

    /// A run with every kind of output, the letters apart, in an inbox of one form that is rejected.
    fn everything(folder: &Path, as_of: &str) -> Command {
        let inbox = folder.join("hop-thu");
        fs::create_dir_all(&inbox).expect("a folder");
        fs::write(inbox.join("H22.csv"), "UBND TỈNH HÀ GIANG\nSTT,Tên cơ sở dữ liệu,Mục đích\n1,CSDL đất đai,\n")
            .expect("a file");
        let mut command = bieumau();
        command.args(["merge", "--as-of", as_of, "--lang", "en"]).arg(inbox);
        for (option, place) in [
            ("-o", "x.xlsx"),
            ("--report", "r.json"),
            ("--data", "data"),
            ("--dcat", "d.jsonld"),
            ("--history", "h.csv"),
            ("--return", "back"),
        ] {
            command.arg(option).arg(folder.join(place));
        }
        command
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .expect("a folder")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    const ALL: [&str; 7] = ["back", "d.jsonld", "data", "h.csv", "hop-thu", "r.json", "x.xlsx"];

    #[test]
    fn a_failure_at_any_output_leaves_all_old_ones() {
        for exchange in ["", ",fail-exchange:data,fail-exchange:back"] {
            let folder = tempfile::tempdir().expect("a temporary folder");
            // At first there is nothing, and nothing comes.
            run(everything(folder.path(), "2023-06-22").env("BIEUMAU_FAULT", format!("fail-place:back{exchange}")), 2);
            assert_eq!(names(folder.path()), ["hop-thu"]);
            run(everything(folder.path(), "2023-06-22").env("BIEUMAU_FAULT", &exchange[exchange.len().min(1)..]), 0);
            assert_eq!(names(folder.path()), ALL);
            let before = contents(folder.path());
            for place in ["x.xlsx", "r.json", "data", "d.jsonld", "h.csv", "back"] {
                let fault = format!("fail-place:{place}{exchange}");
                let told = failure(everything(folder.path(), "2023-06-23").env("BIEUMAU_FAULT", fault));
                assert!(told.contains(&format!("{place} cannot be written")), "{told}");
                assert_eq!(contents(folder.path()), before, "{place}");
                assert_eq!(names(folder.path()), ALL, "nothing is left lying about");
            }
            run(&mut everything(folder.path(), "2023-06-23"), 0);
            assert_ne!(contents(folder.path()), before);
            assert_eq!(names(folder.path()), ALL, "nothing is left lying about");
        }
    }

    #[test]
    fn an_old_folder_that_cannot_be_deleted_is_a_warning() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        run(&mut everything(folder.path(), "2023-06-22"), 0);
        let old = fs::read(folder.path().join("data/files.csv")).expect("a file");
        fs::write(folder.path().join("hop-thu/x.csv"), "a,b\n1,2\n").expect("a file");
        let output = run(everything(folder.path(), "2023-06-23").env("BIEUMAU_FAULT", "fail-remove:data"), 0);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(told.contains("warning") && told.contains("could not be deleted"), "{told}");
        assert_ne!(fs::read(folder.path().join("data/files.csv")).expect("a file"), old);
        // The next run deletes it.
        run(&mut everything(folder.path(), "2023-06-23"), 0);
        assert_eq!(names(folder.path()), ALL);
    }

    #[cfg(unix)]
    #[test]
    fn a_run_killed_between_two_renames_loses_nothing() {
        // In one step where the system can: then there is no moment without the folder.
        let folder = tempfile::tempdir().expect("a temporary folder");
        run(&mut everything(folder.path(), "2023-06-22"), 0);
        run(everything(folder.path(), "2023-06-23").env("BIEUMAU_FAULT", "kill-exchanged:data"), 2);
        assert!(folder.path().join("data/datapackage.json").is_file());
        run(&mut everything(folder.path(), "2023-06-23"), 0);
        assert_eq!(names(folder.path()), ALL, "what dead runs left is deleted");

        // In two steps elsewhere: the next run puts the folder back, also one that fails itself.
        let before = contents(&folder.path().join("data"));
        let fault = "fail-exchange:data,kill-between:data";
        run(everything(folder.path(), "2023-06-24").env("BIEUMAU_FAULT", fault), 2);
        assert!(!folder.path().join("data").exists(), "the fault hits");
        assert!(names(folder.path()).iter().any(|name| name.ends_with(".old")));
        let told =
            failure(everything(folder.path(), "2023-06-24").arg("--previous").arg(folder.path().join("none.json")));
        assert!(told.contains("data was restored"), "{told}");
        assert_eq!(contents(&folder.path().join("data")), before);
        assert_eq!(names(folder.path()), ALL);

        // As earlier versions left it, without the name.
        let aside = folder.path().join(".bieumau-a1B2c3.old");
        fs::create_dir(&aside).expect("a folder");
        fs::rename(folder.path().join("data"), aside.join("old")).expect("it can be renamed");
        fs::write(folder.path().join(".bieumau-d4E5f6.tmp"), "half").expect("a file");
        run(&mut everything(folder.path(), "2023-06-24"), 0);
        assert_eq!(names(folder.path()), ALL);
    }

    /// Kills a run at each step in turn with which it changes names, by the system itself; every output is the old or the new
    /// one as a whole, and the next run leaves nothing lying about.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_run_killed_at_any_step_leaves_whole_outputs() {
        if Command::new("strace").arg("-V").output().is_err() {
            assert!(std::env::var_os("CI").is_none(), "CI installs strace");
            return;
        }
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(folder.path().join("hop-thu")).expect("a folder");
        let merge = |as_of: &str| {
            let mut command = Command::new("strace");
            command.args(["-f", "-qq", "-o"]).arg(folder.path().join("trace"));
            command.args(["-e", "trace=rename,renameat2,unlink,unlinkat,rmdir"]);
            (command, [env!("CARGO_BIN_EXE_bieumau"), "merge", "--allow-empty", "--as-of", as_of].map(str::to_owned))
        };
        let finish = |(mut command, program): (Command, [String; 5]), kill: Option<(&str, usize)>| {
            if let Some((calls, at)) = kill {
                command.args(["-e", &format!("inject={calls}:signal=KILL:when={at}")]);
            }
            command.args(program).arg(folder.path().join("hop-thu")).env("BIEUMAU_READING", "together");
            command.arg("--report").arg(folder.path().join("r.json")).arg("--data").arg(folder.path().join("data"));
            command.output().expect("it can be started").status.success()
        };
        let outputs = || {
            let report = fs::read(folder.path().join("r.json")).expect("it is there");
            (report, contents(&folder.path().join("data")))
        };
        let days = ["2023-06-22", "2023-06-23"];
        let states = days.map(|day| {
            assert!(finish(merge(day), None), "{day}");
            outputs()
        });
        for calls in ["rename,renameat2", "unlink,unlinkat,rmdir"] {
            for at in 1.. {
                assert!(finish(merge(days[0]), None));
                let ended = finish(merge(days[1]), Some((calls, at)));
                let (report, data) = outputs();
                assert!(states.iter().any(|state| state.0 == report), "{calls} {at}: half a report");
                assert!(states.iter().any(|state| state.1 == data), "{calls} {at}: half a folder");
                assert!(finish(merge(days[1]), None));
                assert_eq!(names(folder.path()), ["data", "hop-thu", "r.json", "trace"], "{calls} {at}");
                if ended {
                    break;
                }
            }
        }
    }

    #[test]
    fn what_a_run_that_lives_has_written_is_left_alone() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join(".bieumau-a1B2c3.tmp");
        let file = fs::File::create(&path).expect("a file");
        file.lock().expect("it can be locked");
        run(&mut everything(folder.path(), "2023-06-23"), 0);
        assert!(path.exists());
        drop(file);
        // A name that a run does not give is nobody's but its owner's.
        let other = folder.path().join(".bieumau-plan.tmp");
        fs::write(&other, "mine").expect("a file");
        run(&mut everything(folder.path(), "2023-06-23"), 0);
        assert!(!path.exists() && other.exists());
    }
}

#[cfg(unix)]
#[test]
fn a_place_that_cannot_be_is_told_before_anything_is_read() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().join(name);
    let long = at(&format!("{}.json", "x".repeat(300)));
    // The inbox is not there, and would be told if it were looked for first.
    let told = failure(bieumau().args(["merge", "nowhere", "--lang", "en", "--report"]).arg(&long));
    assert!(told.contains("cannot be written") && !told.contains("nowhere"), "{told}");
    std::os::unix::fs::symlink("gone/r.json", at("link.json")).expect("a link");
    let told = failure(merge(folder.path()).arg("--report").arg(at("link.json")).args(["--lang", "en"]));
    assert!(told.contains("there is no folder") && told.contains("gone;"), "{told}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_written_is_told_as_that() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    // The system's own folder takes no files, not even the administrator's.
    let told = failure(merge(folder.path()).args(["--report", "/sys/r.json", "--lang", "en"]));
    assert!(told.contains("/sys is there and cannot be written to"), "{told}");
    let told = failure(merge(folder.path()).args(["--report", "/sys/none/r.json", "--lang", "en"]));
    assert!(told.contains("there is no folder /sys/none"), "{told}");
}
