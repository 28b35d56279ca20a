//! What an obligation asks of the records and some of them do not have, in words. A rule was tried on one record at a time, as if
//! the answer were accepted and issued in time, and the blank fields are to blame that it would be content with if they were
//! filled: see [`crate::verdict::Asked`].

use super::reason::{Code, Reason, both, named};
use crate::bilingual;
use crate::schema::{Form, Obligation};
use crate::text::Language;
use crate::verdict::{Asked, Judged, Lacking};

/// The reasons, one for each set of fields that records lack; none if the rule holds for these submissions, or if it asks
/// nothing of records.
pub(super) fn find(obligation: &Obligation, parts: &[&Judged]) -> Vec<Reason> {
    let asked: Vec<&Asked> = parts.iter().filter_map(|part| part.asked(obligation)).collect();
    let (Some(main), Some(first)) = (parts.first(), asked.first()) else { return Vec::new() };
    // A rule about every record holds for none; one that asks for a record that does so does not.
    if obligation.fields().is_empty() || !first.of_every && asked.iter().any(|asked| asked.one_does) {
        return Vec::new();
    }
    let rows = asked.iter().map(|asked| asked.rows).sum();
    let mut found: Vec<Lacking> = Vec::new();
    for lacking in asked.iter().flat_map(|asked| &asked.lacking) {
        match found.iter_mut().find(|known| known.fields == lacking.fields) {
            Some(known) => {
                known.count += lacking.count;
                known.places.extend(lacking.places.iter().cloned());
            }
            None => found.push(lacking.clone()),
        }
    }
    let said = Said { obligation, form: &main.submission.form };
    found.into_iter().map(|lacking| said.reason(lacking, (!first.of_every).then_some(rows))).collect()
}

struct Said<'a> {
    obligation: &'a Obligation,
    form: &'a Form,
}

impl Said<'_> {
    /// In words; `of` is the number of all records where one of them would have been enough.
    fn reason(&self, lacking: Lacking, of: Option<usize>) -> Reason {
        let Lacking { fields, places, count } = lacking;
        let fields: Vec<_> = fields.iter().map(|field| &self.form.fields[*field]).collect();
        let code = Code::Lacking(fields.iter().map(|field| field.name.clone()).collect());
        let message = both(|language| {
            let titles: Vec<&str> = fields.iter().map(|field| field.title.as_str()).collect();
            let said = match (&self.obligation.lacking, of) {
                (Some(words), None) => {
                    let noun = if count == 1 { &words.one } else { &words.many };
                    format!("{count} {}", noun.get(language))
                }
                (Some(words), Some(_)) => words.many.get(language).to_owned(),
                (None, None) => match language {
                    Language::Vietnamese => format!("{count} dòng chưa điền"),
                    Language::English if count == 1 => "1 row is not filled in".to_owned(),
                    Language::English => format!("{count} rows are not filled in"),
                },
                (None, Some(_)) => {
                    language.say("chưa có dòng nào được điền".to_owned(), "no row is filled in".to_owned())
                }
            };
            match (of, language) {
                (None, Language::Vietnamese) => {
                    format!("{said}: {} (cột «{}»).", named(&places, count, language), titles.join("» hoặc «"))
                }
                (None, Language::English) => {
                    format!("{said}: {} (column “{}”).", named(&places, count, language), titles.join("” or “"))
                }
                (Some(all), Language::Vietnamese) => {
                    format!("{said}: cột «{}» trống ở cả {all} dòng.", titles.join("» hoặc «"))
                }
                (Some(all), Language::English) => {
                    format!("{said}: column “{}” is blank in all {all} rows.", titles.join("” or “"))
                }
            }
        });
        let title = &fields[0].title;
        let help = bilingual!("Điền cột «{title}»", "Fill in the column “{title}”");
        Reason { count, ..Reason::at(code, message, help, places) }
    }
}
