//! What `bieumau forms check` tells of a folder of schemas, for the terminal: every fault, then what the forms, rules and obligations
//! use, how each rule answers, and which headings people will mix up.

use super::text::{Colours, wrapped};
use super::words::counted;
use serde_json::Value as Json;

use crate::design::near::near;
use crate::design::{Fault, Part, faults, has_place};
use crate::finding::Severity;
use crate::schema::load::Ground;
use crate::schema::load::audit::Audit;
use crate::schema::untranslated::Untranslated;
use crate::schema::{Form, Held, Obligation};
use crate::text::trouble::said;
use crate::text::{Bilingual, Language};

/// The page, and how many faults there are.
pub fn audit(audit: &Audit, language: Language, colours: Colours) -> (String, usize) {
    let page = Page { ground: audit.ground.as_ref(), language, colours };
    let (mut out, mut count) = (String::new(), 0);
    for (path, text, first) in &audit.unsound {
        let told = page.of_form(text, first);
        count += told.len();
        out.push_str(&page.faults(path, &told));
    }
    for (path, error) in &audit.faults {
        count += 1;
        out.push_str(&page.faults(path, &[page.chain(error)]));
    }
    for (path, missing) in &audit.untranslated {
        out.push_str(&page.untranslated(path, missing));
    }
    for form in &audit.forms {
        out.push_str(&page.form(form));
    }
    for campaign in &audit.campaigns {
        let title = format!("{} «{}»", page.language.say("Đợt", "Campaign"), campaign.name);
        out.push_str(&page.heading(&title));
        for obligation in &campaign.obligations {
            let form = audit.forms.iter().find(|form| form.name == obligation.form);
            out.push_str(&form.map(|form| page.obligation(obligation, form)).unwrap_or_default());
        }
        out.push('\n');
    }
    let verdict = match (count, language) {
        (0, Language::Vietnamese) => "Không có lỗi: dùng được với --schemas.".to_owned(),
        (0, Language::English) => "No fault: it can be used with --schemas.".to_owned(),
        (_, Language::Vietnamese) => format!("{} phải sửa.", counted(count, "lỗi", "fault", language)),
        (_, Language::English) => format!("{} to be mended.", counted(count, "lỗi", "fault", language)),
    };
    let verdict = wrapped(&verdict, "", "");
    out.push_str(&match count {
        0 => colours.strong(verdict.trim_end()),
        _ => colours.severity(Severity::Error, verdict.trim_end()),
    });
    out.push('\n');
    (out, count)
}

/// No more places are named that lack a language.
const PLACES: usize = 8;

struct Page<'a> {
    ground: Option<&'a Ground>,
    language: Language,
    colours: Colours,
}

impl Page<'_> {
    fn heading(&self, text: &str) -> String {
        format!("{}\n", self.colours.strong(wrapped(text, "", "").trim_end()))
    }

    /// Words that are told in another language, once a file: it can be used as it is.
    fn untranslated(&self, path: &str, missing: &Untranslated) -> String {
        let mut out = self.heading(path);
        for (language, places) in missing {
            let (shown, more) = places.split_at(places.len().min(PLACES));
            let more = if more.is_empty() { String::new() } else { format!(" (+{})", more.len()) };
            let shown = shown.join(", ");
            let told = self.language.say(
                format!("Chưa có «{language}», dùng lời của ngôn ngữ khác: {shown}{more}"),
                format!("No “{language}”, another language is used: {shown}{more}"),
            );
            out.push_str(&wrapped(&told, "  ", "    "));
        }
        out.push('\n');
        out
    }

    fn chain(&self, error: &anyhow::Error) -> String {
        error.chain().map(|cause| said(cause, self.language)).collect::<Vec<_>>().join(": ")
    }

    /// All that is wrong with a form that cannot be used.
    fn of_form(&self, text: &str, first: &anyhow::Error) -> Vec<String> {
        let Ok(schema) = serde_json::from_str(text) else { return vec![self.chain(first)] };
        let all = self.ground.map(|ground| faults(ground, &schema)).unwrap_or_default();
        match all.as_slice() {
            // That another file has its name is no fault of the form alone.
            [] => vec![self.chain(first)],
            [_] if has_place(&self.chain(first)) => vec![self.chain(first)],
            all => all.iter().map(|fault| self.of_part(text, &schema, fault)).collect(),
        }
    }

    /// A fault with its place, and the name of the field or rule that it is in.
    fn of_part(&self, text: &str, schema: &Json, fault: &Fault) -> String {
        let place = fault.place(text, schema);
        let (place, said) = (place.get(self.language), fault.said(self.language));
        let (part, item) = match fault.part {
            Part::Whole => return format!("{place}{said}"),
            Part::Field(at) => (self.language.say("trường", "field"), &schema["fields"][at]),
            Part::Value(at) => {
                (self.language.say("mục ngoài bảng", "value outside the table"), &schema["form"]["values"][at])
            }
            Part::Tally(at) => (self.language.say("phép tính", "tally"), &schema["form"]["tallies"][at]),
            Part::Rule(at) => (self.language.say("quy tắc", "rule"), &schema["form"]["rules"][at]),
        };
        match item["name"].as_str() {
            Some(name) if !said.contains(name) => format!("{place}{part} `{name}`: {said}"),
            _ => format!("{place}{said}"),
        }
    }

    fn faults(&self, path: &str, faults: &[String]) -> String {
        let mut out = self.heading(path);
        for fault in faults {
            let label = self.language.say("lỗi", "error");
            let line = wrapped(&format!("{label} {fault}"), "  ", "      ");
            out.push_str(&line.replacen(label, &self.colours.severity(Severity::Error, label), 1));
        }
        out.push('\n');
        out
    }

    /// A sound form: its columns in a line, its rules and how they answer, headings that are near each other.
    fn form(&self, form: &Form) -> String {
        let columns = counted(form.fields.len(), "cột", "column", self.language);
        let rules = counted(form.rules.len(), "quy tắc", "rule", self.language);
        let title = form.title.get(self.language);
        let mut out = self.heading(&format!(
            "{} «{}» ({title}): {columns}, {rules}",
            self.language.say("Biểu", "Form"),
            form.name
        ));
        for rule in &form.rules {
            let used = self.titles(form, rule.uses(form));
            let answer = |is_filled: bool| match rule.tried(form, is_filled) {
                Ok(Held::Yes) => self.language.say("đúng", "holds").to_owned(),
                Ok(Held::No(_)) => self.language.say("sai, sẽ báo", "is broken and told").to_owned(),
                Ok(Held::Blank) => {
                    self.language.say("không xét vì còn ô trống", "is not asked, for something is blank").to_owned()
                }
                Err(why) => why.to_string(),
            };
            let (blank, filled) = (answer(false), answer(true));
            let line = self.language.say(
                format!(
                    "quy tắc {} {}: dùng {used}; dòng trống: {blank}; dòng điền đủ: {filled}",
                    rule.rule.code, rule.rule.name
                ),
                format!(
                    "rule {} {}: uses {used}; a blank row: {blank}; a filled row: {filled}",
                    rule.rule.code, rule.rule.name
                ),
            );
            out.push_str(&wrapped(&line, "  ", "      "));
        }
        for near in self.ground.map(|ground| near(ground, form)).unwrap_or_default() {
            let other = &form.fields[near.other].title;
            let (field, heading, score) = (&form.fields[near.field].title, &near.heading, (near.score * 100.0).round());
            let line = match self.language {
                Language::Vietnamese if heading == field => {
                    format!("dễ lẫn: «{heading}» và «{other}» giống nhau {score}%")
                }
                Language::Vietnamese => {
                    format!("dễ lẫn: «{heading}» (của cột «{field}») và «{other}» giống nhau {score}%")
                }
                Language::English if heading == field => {
                    format!("easily mixed up: “{heading}” and “{other}” are {score}% alike")
                }
                Language::English => {
                    format!("easily mixed up: “{heading}” (of the column “{field}”) and “{other}” are {score}% alike")
                }
            };
            out.push_str(&wrapped(&line, "  ", "      "));
        }
        out.push('\n');
        out
    }

    fn obligation(&self, obligation: &Obligation, form: &Form) -> String {
        let used = self.titles(form, obligation.fields());
        let line = self.language.say(
            format!(
                "nghĩa vụ {} ({}): biểu «{}», dùng {used}",
                obligation.name,
                obligation.title.get(self.language),
                form.name
            ),
            format!(
                "obligation {} ({}): form “{}”, uses {used}",
                obligation.name,
                obligation.title.get(self.language),
                form.name
            ),
        );
        wrapped(&line, "  ", "      ")
    }

    /// The headings of these fields.
    fn titles(&self, form: &Form, fields: &[usize]) -> String {
        const NONE: Bilingual = Bilingual::new("không cột nào", "no column");
        if fields.is_empty() {
            return NONE.get(self.language).to_owned();
        }
        let title = |field: &usize| {
            self.language.say(format!("«{}»", form.fields[*field].title), format!("“{}”", form.fields[*field].title))
        };
        fields.iter().map(title).collect::<Vec<_>>().join(", ")
    }
}
