//! What is found to be so at a place: a rule, the place, and the facts. Wording lives in the rule's templates, layout in
//! the renderers, so that the terminal, the JSON and the workbook cannot disagree.

use std::borrow::Cow;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

use arcstr::ArcStr;
use memchr::memchr;
use serde::{Deserialize, Serialize};

use crate::cell::Location;
use crate::text::hashed::HashSet;
use crate::text::{Bilingual, Language};

/// How bad a finding is. An error rejects the submission; the others do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something was understood and is told, no more.
    Info,
    /// Something a person should look at.
    Warning,
    /// The submission cannot be accepted as it is.
    Error,
}

/// What a rule is about. Codes begin with the group's letter and hundred, and lists of rules follow this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// `F1xx`: files and sheets, whether they can be read.
    File,
    /// `L2xx`: tables, their columns and rows.
    Layout,
    /// `V3xx`: single values.
    Value,
    /// `R4xx`: between columns and rows; a form may bring rules of its own.
    Relation,
    /// `I5xx`: whose a submission is, and what issues it.
    Identity,
    /// `S6xx`: between submissions.
    Submissions,
    /// `M7xx`: a form that is made in Excel.
    Design,
}

/// A kind of fault: what it is called, how bad it is and how it is told.
#[derive(Debug)]
pub struct Rule {
    /// Stable, such as `V301`.
    pub code: Cow<'static, str>,
    /// What it is about.
    pub group: Group,
    /// Named for the fault, such as `missing-value`.
    pub name: Cow<'static, str>,
    /// How bad it is unless the run says otherwise.
    pub severity: Severity,
    /// One sentence that stands alone; `{…}` are filled from the finding's arguments.
    pub message: Bilingual,
    /// One thing that the sender can do; may hold `{…}` too.
    pub help: Bilingual,
    /// What the rule checks and why, for `explain`.
    pub explanation: Bilingual,
}

impl Rule {
    /// A rule that ships with the tool; each pair is Vietnamese, English.
    pub(crate) const fn builtin(
        code: &'static str,
        group: Group,
        name: &'static str,
        severity: Severity,
        message: [&'static str; 2],
        help: [&'static str; 2],
        explanation: [&'static str; 2],
    ) -> Self {
        Self {
            code: Cow::Borrowed(code),
            group,
            name: Cow::Borrowed(name),
            severity,
            message: Bilingual::new(message[0], message[1]),
            help: Bilingual::new(help[0], help[1]),
            explanation: Bilingual::new(explanation[0], explanation[1]),
        }
    }
}

impl Rule {
    /// One that says nothing yet.
    pub(crate) const fn nameless() -> Self {
        Self::builtin("", Group::Relation, "", Severity::Error, ["", ""], ["", ""], ["", ""])
    }

    /// Whether a run may let what it finds pass. What keeps a file, a table or a sender from being known cannot: nothing is there
    /// that could be merged.
    pub fn may_be_allowed(&self) -> bool {
        self.severity < Severity::Error || !matches!(self.group, Group::File | Group::Layout | Group::Identity)
    }
}

/// A rule that ships with the tool, or one that a form's schema brings.
#[derive(Clone, Debug)]
pub enum RuleRef {
    /// From the list of all.
    Builtin(&'static Rule),
    /// From a form's `rules`.
    Form(Arc<Rule>),
}

impl RuleRef {
    /// Whether it is just this rule of the tool.
    pub fn is(&self, rule: &'static Rule) -> bool {
        std::ptr::eq(&**self, rule)
    }
}

/// Rules are what they are, whatever they are called.
impl PartialEq for RuleRef {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(&**self, &**other)
    }
}

impl Eq for RuleRef {}

impl Hash for RuleRef {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::ptr::hash(&**self, state);
    }
}

impl Deref for RuleRef {
    type Target = Rule;

    fn deref(&self) -> &Rule {
        match self {
            Self::Builtin(rule) => rule,
            Self::Form(rule) => rule,
        }
    }
}

impl From<&'static Rule> for RuleRef {
    fn from(rule: &'static Rule) -> Self {
        Self::Builtin(rule)
    }
}

/// So many characters of a text are quoted: a cell may hold 32,767, and a form a thousand findings about such cells.
const QUOTED: usize = 2_000;

/// A text as findings quote it.
fn quoted(text: &str) -> Cow<'_, str> {
    let end = if text.len() > QUOTED { text.char_indices().nth(QUOTED) } else { None };
    end.map_or(Cow::Borrowed(text), |(at, _)| Cow::Owned(format!("{}…", &text[..at])))
}

/// A fact that fills a placeholder of a message.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Argument {
    /// The same in every language: a value as typed, a heading, a path, a number.
    Text(Arc<str>),
    /// Words that have a translation, such as a form's title.
    Words(Arc<Bilingual>),
    /// A place in the file, for a returned form has it elsewhere.
    Place(Arc<Place>),
}

/// A place that a message names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// Where it is in the file as sent; always a cell.
    pub location: Location,
    /// As the message says it: `B14`, `PL1!B14`, or of a column its letters.
    pub shown: Bilingual,
}

impl Argument {
    /// A fact that is the same in every language.
    pub fn text(text: impl AsRef<str>) -> Self {
        Self::Text(quoted(text.as_ref()).into())
    }

    /// A fact that has a translation.
    pub fn words(words: Bilingual) -> Self {
        Self::Words(Arc::new(words))
    }

    /// The argument in a language.
    pub fn get(&self, language: Language) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Words(words) => words.get(language),
            Self::Place(place) => place.shown.get(language),
        }
    }
}

/// What fills the placeholders of a finding. A run holds hundreds of thousands of findings: so they are few and close together,
/// and those that say the same share them, see [`Shared`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Arguments(Arc<Vec<(Cow<'static, str>, Argument)>>);

impl Arguments {
    /// What fills this placeholder.
    pub fn get(&self, placeholder: &str) -> Option<&Argument> {
        self.0.iter().find(|(name, _)| name == placeholder).map(|(_, argument)| argument)
    }

    /// Has this fill a placeholder, instead of what did before.
    pub fn insert(&mut self, placeholder: Cow<'static, str>, argument: Argument) {
        let arguments = Arc::make_mut(&mut self.0);
        match arguments.iter_mut().find(|(name, _)| *name == placeholder) {
            Some((_, known)) => *known = argument,
            None => arguments.push((placeholder, argument)),
        }
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Argument> {
        self.0.iter().map(|(_, argument)| argument)
    }

    /// All of them, to be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Argument> {
        Arc::make_mut(&mut self.0).iter_mut().map(|(_, argument)| argument)
    }
}

impl Extend<(Cow<'static, str>, Argument)> for Arguments {
    fn extend<I: IntoIterator<Item = (Cow<'static, str>, Argument)>>(&mut self, arguments: I) {
        arguments.into_iter().for_each(|(placeholder, argument)| self.insert(placeholder, argument));
    }
}

/// Something that is so at a place.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Which kind of fault.
    pub rule: RuleRef,
    /// Its severity here: the rule's own unless a field or a run changes it.
    pub severity: Severity,
    /// Where.
    pub location: Location,
    /// The field's name in the form's schema, where one is concerned.
    pub field: Option<ArcStr>,
    /// The value as typed, where one is concerned; empty for a blank cell.
    pub value: Option<ArcStr>,
    /// What fills the placeholders of the message and the help, by placeholder.
    pub arguments: Arguments,
}

impl Finding {
    /// A finding of this rule at this place, without facts yet.
    pub fn new(rule: impl Into<RuleRef>, location: Location) -> Self {
        let rule = rule.into();
        Self { severity: rule.severity, rule, location, field: None, value: None, arguments: Arguments::default() }
    }

    /// Adds a fact that is the same in every language.
    pub fn with(mut self, placeholder: impl Into<Cow<'static, str>>, text: impl AsRef<str>) -> Self {
        self.arguments.insert(placeholder.into(), Argument::text(text));
        self
    }

    /// Adds a place in the same file, and how the message says it.
    pub fn with_place(
        mut self,
        placeholder: impl Into<Cow<'static, str>>,
        location: Location,
        shown: Bilingual,
    ) -> Self {
        let place = Place { location, shown };
        self.arguments.insert(placeholder.into(), Argument::Place(Arc::new(place)));
        self
    }

    /// Adds a fact that has a translation.
    pub fn with_words(mut self, placeholder: impl Into<Cow<'static, str>>, words: Bilingual) -> Self {
        self.arguments.insert(placeholder.into(), Argument::words(words));
        self
    }

    /// Names the field and the value as typed, which also fill `{value}`.
    pub fn about(mut self, field: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.field = Some(field.as_ref().into());
        self.value = Some(quoted(value.as_ref()).into());
        self
    }

    /// Tells the value as typed where no field is concerned, which also fills `{value}`.
    pub fn typed(self, value: impl AsRef<str>) -> Self {
        Self { value: Some(value.as_ref().into()), ..self }
    }

    /// The same finding, as bad as said here.
    pub fn as_bad_as(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// The first sentence: what is so.
    pub fn message(&self, language: Language) -> String {
        self.fill(self.rule.message.get(language), language)
    }

    /// What the sender can do.
    pub fn help(&self, language: Language) -> String {
        self.fill(self.rule.help.get(language), language)
    }

    fn fill(&self, template: &str, language: Language) -> String {
        let mut filled = String::with_capacity(template.len() + 32);
        let mut rest = template;
        while let Some((before, after)) = split_at(rest, b'{') {
            filled.push_str(before);
            let Some((placeholder, after)) = split_at(after, b'}') else {
                filled.push('{');
                rest = after;
                continue;
            };
            if let Some((count, words)) = choice(placeholder) {
                let is_one = self.arguments.get(count).is_some_and(|count| count.get(language) == "1");
                filled.push_str(if is_one { words[0] } else { words[1] });
                rest = after;
                continue;
            }
            match (self.arguments.get(placeholder), &self.value) {
                (Some(argument), _) => filled.push_str(argument.get(language)),
                (None, Some(value)) if placeholder == "value" => filled.push_str(value),
                (None, _) => {
                    debug_assert!(false, "{}: no argument fills {{{placeholder}}}", self.rule.name);
                    filled.push('…');
                }
            }
            rest = after;
        }
        filled.push_str(rest);
        filled
    }
}

/// The words for one and for several of a count, as `{count?row|rows}` has them.
fn choice(placeholder: &str) -> Option<(&str, [&str; 2])> {
    let (count, words) = placeholder.split_once('?')?;
    let (one, several) = words.split_once('|')?;
    Some((count, [one, several]))
}

/// What stands before a sign of ASCII and behind it, if the text holds it.
fn split_at(text: &str, sign: u8) -> Option<(&str, &str)> {
    let at = memchr(sign, text.as_bytes())?;
    Some((&text[..at], &text[at + 1..]))
}

/// Findings that say the same keep their facts once between them.
#[derive(Debug, Default)]
pub struct Shared {
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    texts: HashSet<Arc<str>>,
    values: HashSet<ArcStr>,
    words: HashSet<Arc<Bilingual>>,
    sets: HashSet<Arguments>,
}

/// So many texts and sets of facts are remembered: of what is new in every row nothing can be shared.
const SHARED: usize = 1 << 16;

impl Shared {
    /// Shares the facts of these findings with those of all that were shown before.
    pub fn share<'a>(&self, findings: impl IntoIterator<Item = &'a mut Finding>) {
        let mut findings = findings.into_iter().peekable();
        if findings.peek().is_none() {
            return;
        }
        // What is remembered is whole after a panic.
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let Known { texts, values, words, sets } = &mut *known;
        let mut before: Option<&Location> = None;
        for finding in findings {
            if let Some(before) = before {
                finding.location.share(before);
            }
            before = Some(&finding.location);
            finding.field.iter_mut().chain(&mut finding.value).for_each(|text| once(values, text));
            if sets.contains(&finding.arguments) {
                once(sets, &mut finding.arguments);
                continue;
            }
            for argument in finding.arguments.iter_mut() {
                match argument {
                    Argument::Text(text) => once(texts, text),
                    Argument::Words(own) => once(words, own),
                    Argument::Place(_) => {}
                }
            }
            Arc::make_mut(&mut finding.arguments.0).shrink_to_fit();
            once(sets, &mut finding.arguments);
        }
    }
}

/// Puts the known one in place of what is the same, or remembers it.
fn once<T: Clone + Eq + Hash>(known: &mut HashSet<T>, own: &mut T) {
    match known.get(own) {
        Some(same) => own.clone_from(same),
        None if known.len() < SHARED => {
            known.insert(own.clone());
        }
        None => {}
    }
}

/// A template for people: `«{heading}»` reads `«…»`.
pub fn legible(template: &str) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((_, after)) = after.split_once('}') else { break };
        out.push_str(before);
        out.push_str(choice(&rest[before.len() + 1..rest.len() - after.len() - 1]).map_or("…", |(_, words)| words[1]));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The names of the placeholders in a template, in their order.
pub fn placeholders(template: &str) -> Vec<&str> {
    let all = template.split('{').skip(1).filter_map(|after| after.split_once('}').map(|(name, _)| name));
    all.filter(|name| choice(name).is_none()).collect()
}
