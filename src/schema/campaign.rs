//! A campaign: one request for reports, with what each agency owes.

use crate::text::trouble::{Because, Trouble};
use crate::{bilingual, insist, trouble};
use std::collections::HashSet;
use std::sync::Arc;

use cel::common::types::{CelBool, CelList, CelNull, CelString};
use cel::common::value::{CowVal, Val};
use cel::context::VariableResolver;
use jiff::civil::Date;
use serde::Deserialize;

use super::expression::{Compiled, Condition, RecordView, Surroundings, Vocabulary};
use super::form::{Form, Tallied, Tally, check_name};
use super::letterhead::Letterhead;
use super::roster::Agency;
use super::slips::{did_you_mean, from_json};
use super::tables::{self, Count, CountFile};
use crate::text::{Bilingual, lower_first};
use crate::value::Value;

mod between;

pub use between::{Between, Number, Term};
use between::{BetweenFile, parse_between};

/// One request for reports.
#[derive(Debug)]
pub struct Campaign {
    /// Such as `2389`.
    pub name: String,
    /// In words.
    pub title: Bilingual,
    /// The letter that asks.
    pub basis: String,
    /// The roster's name.
    pub roster: String,
    /// Whether others than those on it may answer.
    pub senders: Senders,
    /// The names of the forms that it asks for, in the order of reports.
    pub forms: Vec<String>,
    /// By when.
    pub deadline: Option<Date>,
    /// The share of agencies that is aimed at, in percent (0 to 100).
    pub target: Option<f64>,
    /// What each agency owes, in the order of reports.
    pub obligations: Vec<Obligation>,
    /// The head and the foot of its letters.
    pub letter: Letterhead,
    /// What is counted over the accepted rows, in the order of the sheet.
    pub tables: Vec<Count>,
    /// Rules between the forms of one submission.
    pub between: Vec<Between>,
}

/// From whom forms are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Senders {
    /// From agencies of the roster only.
    #[default]
    Listed,
    /// From others too: these are listed apart and count in no total.
    Open,
    /// From anybody: there is no roster, and nobody asks who sent a form.
    Anyone,
}

/// One thing owed.
#[derive(Debug)]
pub struct Obligation {
    /// Such as `catalogue`.
    pub name: String,
    /// In words.
    pub title: Bilingual,
    /// The name of the form it is about.
    pub form: String,
    /// The form with this name.
    about: Arc<Form>,
    /// The CEL expression that says when it is met; it can name what [`ObligationFacts`] holds.
    condition: Condition,
    /// What records lack that keep the rule from holding, in the words of the subject.
    pub lacking: Option<Lacking>,
    /// The same rule in words, printed under every number that it makes.
    pub words: Bilingual,
    /// What letters ask for where it has not been done; that it be done, with the rule in words, where the campaign does not say.
    pub ask: Bilingual,
    /// What the agencies that comply have done, for the letter: «ban hành danh mục cơ sở dữ liệu dùng chung».
    pub deed: Bilingual,
}

/// What records lack that keep an obligation from being met: «cơ sở dữ liệu chưa ghi thời gian hoàn thành».
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lacking {
    /// After a 1.
    pub one: Bilingual,
    /// After any other number; of a rule that one record is enough for, the whole sentence.
    pub many: Bilingual,
}

/// What an obligation's rule can name.
#[derive(Clone, Copy, Debug)]
pub struct ObligationFacts<'a> {
    /// The form of the submission.
    pub form: &'a Form,
    /// Whether the submission is accepted.
    pub accepted: bool,
    /// The day of the decision; `null` in the rule when there is none, else text as `2023-05-15`.
    pub issued: Option<Date>,
    /// The day for which the ledger is drawn up; text in the rule.
    pub as_of: Date,
    /// The records, each with its values in the form's order; in the rule a list of `record.field`.
    pub records: &'a [Vec<&'a Value>],
    /// The values outside the table, the tallies and the sender.
    pub around: Surroundings<'a>,
}

impl Obligation {
    /// Whether these facts meet the obligation. An error, such as comparing `null`, is a fault of the campaign's rule; it is the rest of a
    /// sentence.
    pub fn met(&self, facts: &ObligationFacts<'_>) -> Result<bool, Bilingual> {
        let holds = |compiled: &Compiled| compiled.holds(facts, facts.records.len()).map_err(|why| why.explained());
        self.compiled().and_then(holds)
    }

    /// The fields of records that the rule names, as indexes in the form, rising.
    pub fn fields(&self) -> &[usize] {
        self.compiled().map_or(&[], |compiled| &compiled.fields)
    }

    /// Whether it is done by issuing the document: then how many have issued it says something of it. What is asked of the rows is
    /// not done by that.
    pub fn is_done_by_issuing(&self) -> bool {
        self.fields().is_empty()
    }

    /// Whether a document issues the form.
    pub fn is_of_document(&self) -> bool {
        self.about.is_issued()
    }

    /// Whether the rule asks when the document was issued.
    pub fn asks_for_the_day(&self) -> bool {
        self.compiled().is_ok_and(|compiled| compiled.names("issued"))
    }

    /// Whether all that the rule asks of the records is one question that each answers by itself, as `records.all(…)` and
    /// `records.exists(…)` do: then it says of many what it says of none, unless there is one of which it says otherwise.
    pub fn asks_of_each(&self) -> bool {
        self.compiled().is_ok_and(|compiled| compiled.asks_of_each)
    }

    /// Whether the rule names a tally of the form, which is known once all rows were seen.
    pub fn names_tallies(&self) -> bool {
        self.compiled().is_ok_and(|compiled| !compiled.tallies.is_empty())
    }

    fn compiled(&self) -> Result<&Compiled, Bilingual> {
        self.condition.compiled(Vocabulary::Submission(self.about.nameable()))
    }

    /// A dry run, on no record and on one that fills what it must and leaves blank what it may.
    fn try_out(&self) -> anyhow::Result<()> {
        self.compiled().map_err(Trouble::error).because(|| bilingual!("biểu thức `met`", "expression `met`"))?;
        let form = &*self.about;
        let day = jiff::civil::date(2000, 1, 1);
        let samples: Vec<Value> =
            form.fields.iter().map(|field| if field.required { field.kind.sample() } else { Value::Empty }).collect();
        let outside: Vec<Value> = form.values.iter().map(|value| value.field.kind.sample()).collect();
        let tallies: Vec<Tallied> = form.tallies.iter().map(Tally::sample).collect();
        let sender = Agency::sample();
        let around = Surroundings { values: &outside, tallies: &tallies, sender: Some(&sender) };
        for records in [Vec::new(), vec![samples.iter().collect::<Vec<_>>()]] {
            let facts =
                ObligationFacts { form, accepted: true, issued: Some(day), as_of: day, records: &records, around };
            self.met(&facts).map_err(Trouble::error).because(|| {
                bilingual!(
                    "trường được để trống khi đó là `null`; hãy so với `null` trước",
                    "a field that may be blank is `null` then; compare it with `null` first"
                )
            })?;
        }
        let filled: Vec<Value> = form.fields.iter().map(|field| field.kind.sample()).collect();
        let records = [filled.iter().collect::<Vec<_>>()];
        let facts = ObligationFacts { form, accepted: true, issued: Some(day), as_of: day, records: &records, around };
        self.compiled().and_then(|compiled| compiled.try_out(&facts)).map_err(Trouble::error)?;
        let records = vec![filled.iter().collect::<Vec<_>>(); TRIED_ROWS];
        match self
            .compiled()
            .map(|compiled| compiled.holds(&ObligationFacts { records: &records, ..facts }, TRIED_ROWS))
        {
            Ok(Err(why)) if why.is_of_cost() => Err(Trouble::error(why.explained())),
            _ => Ok(()),
        }
    }
}

/// What costs too much for so many rows does for most forms.
const TRIED_ROWS: usize = 30;

impl VariableResolver for ObligationFacts<'_> {
    fn resolve<'b>(&'b self, variable: &str) -> Option<CowVal<'b, 'b>> {
        Some(match variable {
            "accepted" => CowVal::owned(CelBool::from(self.accepted)),
            "issued" => match self.issued {
                Some(issued) => CowVal::owned(CelString::from(issued.to_string())),
                None => CowVal::owned(CelNull),
            },
            "as_of" => CowVal::owned(CelString::from(self.as_of.to_string())),
            "records" => {
                let records: Vec<Box<dyn Val + 'b>> = self
                    .records
                    .iter()
                    .map(|values| Box::new(RecordView { fields: &self.form.fields, values }) as Box<dyn Val + 'b>)
                    .collect();
                CowVal::owned(CelList::from(records))
            }
            _ => return self.around.get(&self.form.nameable(), variable),
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CampaignFile {
    #[serde(rename = "$schema")]
    _schema: Option<String>,
    name: String,
    title: Bilingual,
    basis: String,
    roster: String,
    #[serde(default)]
    open: bool,
    forms: Vec<String>,
    deadline: Option<String>,
    target: Option<f64>,
    obligations: Vec<ObligationFile>,
    #[serde(default)]
    letter: Letterhead,
    #[serde(default)]
    tables: Vec<CountFile>,
    #[serde(default)]
    between: Vec<BetweenFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ObligationFile {
    name: String,
    title: Bilingual,
    form: String,
    met: String,
    words: Bilingual,
    ask: Option<Bilingual>,
    deed: Bilingual,
    lacking: Option<Lacking>,
}

impl Campaign {
    /// Reads a campaign file. `forms` and `rosters` (names) are all that are known, for it may name no others.
    pub(super) fn parse(json: &str, forms: &[Arc<Form>], rosters: &[&str]) -> anyhow::Result<Self> {
        let file: CampaignFile = from_json(json)?;
        check_name(&file.name)?;
        if !rosters.contains(&&*file.roster) {
            let (name, near) = (&file.roster, did_you_mean(&file.roster, rosters.iter().copied()));
            trouble!("không có danh sách cơ quan `{name}`{}", "unknown roster `{name}`{}", near);
        }
        check_forms(&file.forms, forms)?;
        let deadline = file.deadline.as_deref().map(deadline).transpose()?;
        if let Some(target) = file.target {
            insist!(
                (0.0..=100.0).contains(&target),
                "`target` là {target}, không phải tỷ lệ từ 0 đến 100",
                "`target` is {target}, not a percentage from 0 to 100"
            );
        }
        insist!(
            !file.obligations.is_empty(),
            "`obligations` trống: đợt báo cáo cần ít nhất một yêu cầu",
            "`obligations` is empty: a campaign has at least one"
        );
        let mut obligations: Vec<Obligation> = Vec::with_capacity(file.obligations.len());
        for obligation in file.obligations {
            let name = obligation.name.clone();
            let is_new = obligations.iter().all(|known| known.name != name);
            insist!(is_new, "yêu cầu `{name}` có hai lần", "obligation `{name}` stands twice");
            let read = parse_obligation(obligation, &file.forms, forms);
            obligations.push(read.because(|| bilingual!("yêu cầu `{name}`", "obligation `{name}`"))?);
        }
        let mut counts = Vec::with_capacity(file.tables.len());
        for table in file.tables {
            let title = table.title().to_owned();
            counts.push(tables::parse(table, forms).because(|| bilingual!("bảng «{title}»", "table “{title}”"))?);
        }
        let asked: Vec<&Arc<Form>> = forms.iter().filter(|form| file.forms.contains(&form.name)).collect();
        let between = parse_all_between(file.between, &file.name, &asked)?;
        Ok(Self {
            name: file.name,
            title: file.title,
            basis: file.basis,
            roster: file.roster,
            senders: if file.open { Senders::Open } else { Senders::Listed },
            forms: file.forms,
            deadline,
            target: file.target,
            obligations,
            letter: file.letter,
            tables: counts,
            between,
        })
    }

    /// One that asks for a form alone, of nobody.
    pub(super) fn of_form(form: &Form) -> Self {
        Self {
            name: form.name.clone(),
            title: form.title.clone(),
            basis: form.basis.clone(),
            roster: String::new(),
            senders: Senders::Anyone,
            forms: vec![form.name.clone()],
            deadline: None,
            target: None,
            obligations: Vec::new(),
            letter: Letterhead::default(),
            tables: Vec::new(),
            between: Vec::new(),
        }
    }

    /// Tries the obligations' rules.
    pub(super) fn try_out(&self) -> anyhow::Result<()> {
        for obligation in &self.obligations {
            let name = &obligation.name;
            obligation.try_out().because(|| bilingual!("yêu cầu `{name}`", "obligation `{name}`"))?;
        }
        Ok(())
    }
}

fn check_forms(names: &[String], forms: &[Arc<Form>]) -> anyhow::Result<()> {
    insist!(
        !names.is_empty(),
        "`forms` trống: đợt báo cáo cần ít nhất một biểu mẫu",
        "`forms` is empty: a campaign asks for at least one form"
    );
    let mut seen = HashSet::new();
    for name in names {
        if !forms.iter().any(|form| form.name == *name) {
            let near = did_you_mean(name, forms.iter().map(|form| &form.name));
            trouble!("không có biểu mẫu `{name}`{}", "unknown form `{name}`{}", near);
        }
        insist!(
            seen.insert(name),
            "biểu mẫu `{name}` có hai lần trong `forms`",
            "form `{name}` stands twice in `forms`"
        );
    }
    Ok(())
}

fn deadline(day: &str) -> anyhow::Result<Date> {
    day.parse().because(|| {
        bilingual!(
            "`deadline` là `{day}`, không phải ngày như 2023-09-30",
            "`deadline` is `{day}`, not a day such as 2023-09-30"
        )
    })
}

fn parse_all_between(files: Vec<BetweenFile>, campaign: &str, asked: &[&Arc<Form>]) -> anyhow::Result<Vec<Between>> {
    let mut seen = HashSet::new();
    let read = files.into_iter().map(|rule| {
        let name = rule.name.clone();
        insist!(seen.insert(name.clone()), "quy tắc `{name}` có hai lần", "rule `{name}` stands twice");
        parse_between(rule, campaign, asked).because(|| bilingual!("quy tắc `{name}`", "rule `{name}`"))
    });
    read.collect()
}

/// What letters ask for where a campaign does not say.
fn asked_for(title: &Bilingual, words: &Bilingual) -> Bilingual {
    Bilingual {
        vi: format!("Hoàn thành «{}» ({})", title.vi, lower_first(&words.vi)).into(),
        en: format!("Complete “{}” ({})", title.en, lower_first(&words.en)).into(),
    }
}

fn parse_obligation(file: ObligationFile, asked: &[String], forms: &[Arc<Form>]) -> anyhow::Result<Obligation> {
    check_name(&file.name)?;
    let form = forms.iter().find(|form| form.name == file.form && asked.contains(&form.name));
    let Some(form) = form else {
        let (name, near) = (&file.form, did_you_mean(&file.form, asked));
        trouble!("không có biểu mẫu `{name}`{}", "unknown form `{name}`{}", near);
    };
    let ask = file.ask.unwrap_or_else(|| asked_for(&file.title, &file.words));
    Ok(Obligation {
        name: file.name,
        title: file.title,
        form: file.form,
        about: Arc::clone(form),
        condition: Condition::new(file.met),
        lacking: file.lacking,
        ask,
        words: file.words,
        deed: file.deed,
    })
}
