//! What a rule checks, why, and what to do about it: on the terminal, as JSON, and as the page of all rules in `docs/`. One
//! source for all three: the rule's own words, and an example that a test takes from the rule's first case in `fixtures/`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use unicode_width::UnicodeWidthStr;

use super::text::{Colours, plain, wrapped};
use super::unmarked::escaped;
use super::words::{self, TO_DO};
use crate::finding::{Rule, Severity};
use crate::text::{Bilingual, Language};

/// Input that makes a rule fire, and what is then said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The folder below `fixtures/cases/` that holds the input.
    pub case: String,
    /// The file, sheet and cell, joined with `›`.
    pub place: String,
    /// The heading and the value of the cells around the place, in the order of the sheet; empty where a file as a whole is
    /// at fault.
    pub cells: Vec<(String, String)>,
    /// What is said of it.
    pub message: Bilingual,
    /// What to do.
    pub help: Bilingual,
}

/// By the name of the rule. A test keeps the file equal to what the cases produce.
static EXAMPLES: LazyLock<BTreeMap<String, Example>> =
    LazyLock::new(|| serde_json::from_str(include_str!("examples.json")).expect("the embedded examples are tested"));

/// The example of a rule. A form that was brought with `--schemas` may have rules without one.
pub fn example(rule: &Rule) -> Option<&'static Example> {
    EXAMPLES.get(&*rule.name)
}

/// A rule as `explain --format json` lists it, in one language.
#[derive(Clone, Debug, Serialize)]
pub struct Explained<'a> {
    /// Such as `V301`.
    pub code: &'a str,
    /// Such as `missing-value`.
    pub name: &'a str,
    /// Unless a form or a run says otherwise.
    pub severity: Severity,
    /// With its placeholders, such as `{heading}`.
    pub message: &'a str,
    /// With its placeholders.
    pub help: &'a str,
    /// What it checks, and why.
    pub explanation: &'a str,
    /// Input that makes it fire, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<&'a Example>,
}

impl<'a> Explained<'a> {
    /// The rule in a language.
    pub fn new(rule: &'a Rule, language: Language) -> Self {
        Self {
            code: &rule.code,
            name: &rule.name,
            severity: rule.severity,
            message: rule.message.get(language),
            help: rule.help.get(language),
            explanation: rule.explanation.get(language),
            example: example(rule),
        }
    }
}

/// One rule for the terminal, at most [`super::text::WIDTH`] columns wide.
pub fn one(rule: &Rule, language: Language, colours: Colours) -> String {
    let severity = words::severity(rule.severity);
    let label = colours.severity(rule.severity, &format!("{} {}", severity.get(language), plain(&rule.code)));
    let mut out = format!("{label} {}\n", plain(&rule.name));
    let mut section = |heading: Bilingual, text: &str| {
        let _ = write!(out, "\n{}\n{}", colours.strong(heading.get(language)), wrapped(text, "  ", "  "));
    };
    section(CHECKS, rule.explanation.get(language));
    section(SAYS, &words::legible(rule.message.get(language)));
    if let Some(example) = example(rule) {
        section(EXAMPLE, &example.place);
        for (heading, value) in &example.cells {
            let value = if value.is_empty() { BLANK.get(language).to_owned() } else { format!("«{value}»") };
            out.push_str(&wrapped(&format!("{heading}: {value}"), "    ", "      "));
        }
        out.push_str(&wrapped(&format!("→ {}", example.message.get(language)), "  ", "    "));
        out.push_str(&wrapped(&format!("→ {}", example.help.get(language)), "  ", "    "));
    } else {
        section(TO_DO, &words::legible(rule.help.get(language)));
    }
    out
}

/// All rules for the terminal, two lines each at most.
pub fn list<'a>(rules: impl Iterator<Item = &'a Rule> + Clone, language: Language, colours: Colours) -> String {
    let longest = rules.clone().map(|rule| rule.name.width()).max().unwrap_or(0);
    let mut out = String::new();
    for rule in rules {
        let severity = words::severity(rule.severity);
        let name = format!("{}{}", plain(&rule.name), " ".repeat(longest - rule.name.width()));
        let _ =
            writeln!(out, "{}  {name}  {}", plain(&rule.code), colours.severity(rule.severity, severity.get(language)));
        out.push_str(&wrapped(&words::legible(rule.message.get(language)), "      ", "      "));
    }
    out.push('\n');
    let more = language.say(
        "Xem kỹ một quy tắc: bieumau giai-thich MÃ, ví dụ bieumau giai-thich V301",
        "For one rule: bieumau explain CODE, such as bieumau explain V301",
    );
    out.push_str(&wrapped(more, "", ""));
    out
}

/// The page of all rules, in Markdown.
pub fn page<'a>(rules: impl Iterator<Item = &'a Rule>, language: Language) -> String {
    let mut out = language.say("# Các quy tắc kiểm tra\n\nTrang này được tạo từ lời của chính các quy tắc (`bieumau giai-thich`); ví dụ lấy từ `fixtures/cases`.\nLỗi thì biểu bị trả lại; cảnh báo và lưu ý thì không.\n".to_owned(), "# The rules\n\nThis page is made from the rules' own words (`bieumau explain --lang en`); the examples are taken from `fixtures/cases`.\nAn error rejects a form; a warning or a note does not.\n".to_owned());
    for rule in rules {
        let severity = words::severity(rule.severity);
        let _ = writeln!(out, "\n## {} {}\n", rule.code, rule.name);
        let _ =
            writeln!(out, "*{}* — {}\n", severity.get(language), escaped(&words::legible(rule.message.get(language))));
        let _ = writeln!(out, "{}", escaped(rule.explanation.get(language)));
        let Some(example) = example(rule) else {
            let _ =
                writeln!(out, "\n**{}:** {}", TO_DO.get(language), escaped(&words::legible(rule.help.get(language))));
            continue;
        };
        let _ = writeln!(out, "\n**{}** ({}):\n", EXAMPLE.get(language), escaped(&example.place));
        if !example.cells.is_empty() {
            let row =
                |cells: &mut dyn Iterator<Item = String>| format!("| {} |", cells.collect::<Vec<_>>().join(" | "));
            let headings = row(&mut example.cells.iter().map(|(heading, _)| escaped(heading)));
            let values = row(&mut example.cells.iter().map(|(_, value)| escaped(value)));
            let _ =
                writeln!(out, "{headings}\n{}\n{values}\n", row(&mut example.cells.iter().map(|_| "---".to_owned())));
        }
        let _ = writeln!(out, "> {}\n>", escaped(example.message.get(language)));
        let _ = writeln!(out, "> {}: {}", TO_DO.get(language), escaped(example.help.get(language)));
    }
    out
}

const CHECKS: Bilingual = Bilingual::new("Kiểm tra gì, vì sao", "What it checks, and why");
const SAYS: Bilingual = Bilingual::new("Thông báo", "What it says");
const EXAMPLE: Bilingual = Bilingual::new("Ví dụ", "Example");
const BLANK: Bilingual = Bilingual::new("(trống)", "(blank)");
