//! What goes back to a sender: its own values in the official layout with the marks, or a short text where there is nothing that
//! could be sent back.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Setting, legal};
use crate::cell::Content;
use crate::finding::{Finding, Severity};
use crate::intake::damage::{self, Damage, DamageKind};
use crate::render::words::thousands;
use crate::render::{text, xlsx};
use crate::rules;
use crate::schema::Agency;
use crate::text::trouble::said;
use crate::text::{Bilingual, Language, tidy};
use crate::trouble;
use crate::verdict::{FileOutcome, Judge, Outcome, Verdict};
use crate::workbook::mark::{Mark, Output};
use crate::workbook::{Loaded, Workbook};

/// Names are cut to so many characters: with Vietnamese letters twice as many bytes, and systems allow 255.
pub(super) const LONGEST_NAME: usize = 100;

/// Cells of a file that is returned as a workbook, each of which takes 450 bytes while it is made. A list of all communes of the country
/// has 150,000.
const MOST_CELLS: usize = 500_000;
/// Bytes of text in them. That list has 6 MB.
const MOST_BYTES: usize = 24 << 20;

/// How the returned files are named, and what goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// For the sender itself: named for its file.
    Sender,
    /// For a ministry: named for the agency.
    Ministry,
}

/// A file that goes back.
#[derive(Clone, Debug)]
pub struct ReturnedFile {
    /// Its name, which no other file of the run has.
    pub name: String,
    /// To whom it goes, and what it is of; nothing where the agency is not known.
    pub of: Option<ReturnedOf>,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// A workbook; else the explanation why there is none.
    pub is_workbook: bool,
}

/// To whom a returned file goes, and what it is of.
#[derive(Clone, Debug)]
pub struct ReturnedOf {
    /// The agency's code.
    pub agency: String,
    /// The names of the forms.
    pub forms: Vec<String>,
}

/// What goes back for one file after the other.
#[derive(Debug)]
pub struct Returns<'a> {
    /// What the files were judged by.
    pub setting: &'a Setting,
    /// To whom.
    pub manner: Manner,
    /// In which language to speak.
    pub language: Language,
    /// The names so far.
    pub taken: BTreeSet<String>,
}

impl Returns<'_> {
    /// The file that goes back for this one, which was judged as it was `loaded`; `None` stands for what was not read.
    pub fn of(&mut self, file: &Verdict, loaded: Option<Loaded>) -> ReturnedFile {
        let agency = file.agency.as_deref().and_then(|code| self.setting.agency(code));
        let workbook = loaded
            .filter(|_| file.outcome == FileOutcome::Read)
            .and_then(|loaded| given_back(loaded, file, self.setting, agency, self.language));
        let contact = self.setting.campaign.letter.contact.as_ref();
        let (extension, bytes) = match workbook {
            Some(Ok(bytes)) => ("xlsx", bytes),
            Some(Err(reason)) => {
                let reason: Vec<String> = reason.chain().map(|cause| said(cause, self.language)).collect();
                let told = explanation(file, contact, self.language);
                ("txt", format!("{told}{}\r\n", reason.join(": ")).into_bytes())
            }
            None => ("txt", explanation(file, contact, self.language).into_bytes()),
        };
        let name = free_name(&stem(file, self.manner, agency, self.language), extension, &mut self.taken);
        let of = agency.map(|agency| ReturnedOf {
            agency: agency.code.clone(),
            forms: file.submissions.iter().map(|judged| judged.submission.form.name.clone()).collect(),
        });
        ReturnedFile { name, of, bytes, is_workbook: extension == "xlsx" }
    }
}

/// Whether there is something to send back: to an agency what was rejected, to the sender whatever there is something to say
/// about.
pub fn goes_back(file: &Verdict, manner: Manner) -> bool {
    let errs = file.all_findings().any(|finding| finding.severity == Severity::Error);
    match (&file.outcome, manner) {
        (FileOutcome::Skipped | FileOutcome::Duplicate, _) => false,
        (FileOutcome::Unreadable | FileOutcome::NotAForm, _) => errs,
        (FileOutcome::Read, Manner::Ministry) => {
            file.submissions.iter().any(|judged| judged.outcome == Outcome::Rejected)
        }
        (FileOutcome::Read, Manner::Sender) => file.all_findings().next().is_some(),
    }
}

/// Errs where the content is more than a workbook is made of.
fn refuse_too_much(workbook: &Workbook, language: Language) -> anyhow::Result<()> {
    let (mut cells, mut bytes) = (0, 0);
    for (_, content) in workbook.sheets.iter().flat_map(|sheet| &sheet.rows).flat_map(|row| &row.cells) {
        cells += 1;
        bytes += if let Content::Text(text) = content { text.len() } else { 0 };
    }
    if cells > MOST_CELLS || bytes > MOST_BYTES {
        let ([cells, most], megabytes) =
            ([cells, MOST_CELLS].map(|number| thousands(number, language)), MOST_BYTES >> 20);
        trouble!(
            "Biểu có {cells} ô (lập lại được tối đa {most} ô, {megabytes} MB chữ) nên không lập lại thành Excel; hãy sửa trong tệp đã gửi \
             theo các lỗi nêu trên",
            "The form has {cells} cells, and a workbook is made of {most} at most, with {megabytes} MB of text; please correct the file \
             that was sent"
        );
    }
    Ok(())
}

/// The returned workbook; `None` if there is nothing to give back. An error says why the content does not fit into one: that
/// is the file's doing, so it is told in place of the workbook and the run goes on.
fn given_back(
    loaded: Loaded,
    file: &Verdict,
    setting: &Setting,
    agency: Option<&Agency>,
    language: Language,
) -> Option<anyhow::Result<Vec<u8>>> {
    let workbook = loaded.workbook.as_ref().ok()?;
    if let Err(reason) = refuse_too_much(workbook, language) {
        return Some(Err(reason));
    }
    let sent = workbook.clone();
    let decoded = decoded(&sent);
    let (judge, claims) = (Judge::of_all(setting.knowledge()), setting.claims.of(&file.path));
    let (again, settled) = match &decoded {
        Some(decoded) => {
            // In Unicode it can be judged, so that everything is told at once.
            let again = judge.review(Loaded { workbook: Ok(decoded.clone()), ..loaded }, &claims);
            let legacy = |finding: &&Finding| finding.rule.is(&rules::LEGACY_ENCODING);
            (again, file.all_findings().filter(legacy).cloned().collect())
        }
        // What was found is known; its rows are not kept.
        None => (told_of(judge.review(loaded, &claims), file), Vec::new()),
    };
    let returned = xlsx::Returned {
        workbook: decoded.as_ref().unwrap_or(&sent),
        sent: decoded.is_some().then_some(&sent),
        reviewed: &again,
        settled: &settled,
        agency,
        language,
    };
    Some(xlsx::give_back(&returned))
}

/// The file judged again, with what the run has found of it.
fn told_of(mut again: Verdict, file: &Verdict) -> Verdict {
    again.findings.clone_from(&file.findings);
    for (judged, known) in again.submissions.iter_mut().zip(&file.submissions) {
        judged.submission.findings.clone_from(&known.submission.findings);
        judged.outcome = known.outcome;
    }
    again
}

/// The workbook in Unicode, if any of it is not.
fn decoded(workbook: &Workbook) -> Option<Workbook> {
    let mut any = false;
    let sheets = workbook.sheets.iter().map(|sheet| match damage::diagnose(sheet) {
        Some(Damage { kind: DamageKind::Legacy(legacy), whole, .. }) => {
            any = true;
            damage::decoded(sheet, legacy, whole)
        }
        _ => sheet.clone(),
    });
    let sheets = sheets.collect();
    any.then(|| Workbook { path: Arc::clone(&workbook.path), sheets })
}

/// The name of the returned file, without its extension. A file whose agency is not known keeps its folders' names, for one of
/// them may be the agency's.
fn stem(file: &Verdict, manner: Manner, agency: Option<&Agency>, language: Language) -> String {
    let stem = match (manner, agency) {
        (Manner::Ministry, Some(agency)) => {
            let mut titles: Vec<&str> = Vec::new();
            for judged in &file.submissions {
                let title = judged.submission.form.title.get(language);
                if !titles.contains(&title) {
                    titles.push(title);
                }
            }
            format!("{} {} - {}", agency.code, agency.name, titles.join(", "))
        }
        _ => {
            let path = file.path.replace(" › ", "/");
            let path = match path.rsplit_once('.') {
                Some((stem, extension)) if extension.len() <= 4 && !extension.contains('/') => stem,
                _ => &path,
            };
            let joined = path.split('/').collect::<Vec<_>>().join(" - ");
            match (manner, language) {
                (Manner::Ministry, _) => joined,
                (Manner::Sender, Language::Vietnamese) => format!("{joined} - trả lại"),
                (Manner::Sender, Language::English) => format!("{joined} - returned"),
            }
        }
    };
    let legal: String = legal(&tidy(&stem)).chars().take(LONGEST_NAME).collect();
    // Windows drops dots and spaces at the end of a name.
    let legal = legal.trim_end_matches(['.', ' ']).trim_start_matches(['.', ' ', '~']);
    if legal.is_empty() { "-".to_owned() } else { legal.to_owned() }
}

/// A name that no other file of this run has; systems that do not tell capitals apart are thought of.
fn free_name(stem: &str, extension: &str, taken: &mut BTreeSet<String>) -> String {
    let mut number = 1;
    loop {
        let name = if number == 1 { format!("{stem}.{extension}") } else { format!("{stem} ({number}).{extension}") };
        if taken.insert(name.to_lowercase()) {
            return name;
        }
        number += 1;
    }
}

/// What is said where no workbook can be given back.
fn explanation(file: &Verdict, contact: Option<&Bilingual>, language: Language) -> String {
    let mut lines = vec![language.say(
        format!("Không lập lại được biểu từ tệp «{}».", file.path),
        format!("No form can be given back for the file “{}”.", file.path),
    )];
    for finding in file.all_findings().filter(|finding| finding.severity == Severity::Error) {
        let help = finding.help(language);
        let help = help.trim_end_matches('.');
        lines.push(String::new());
        lines.push(text::plain(&finding.message(language)).to_string());
        lines.push(language.say(format!("Cách sửa: {help}."), format!("What to do: {help}.")));
    }
    lines.push(String::new());
    lines.push(match language {
        Language::Vietnamese => {
            let asked = contact.map(|contact| format!(", hoặc hỏi {}", contact.vi)).unwrap_or_default();
            format!("Biểu mẫu trống đúng quy định: mở trang bieumau.html, mục «Biểu mẫu trống»{asked}.")
        }
        Language::English => {
            let asked = contact.map(|contact| format!(", or ask {}", contact.en)).unwrap_or_default();
            format!("The blank official form: open the page bieumau.html, “Blank forms”{asked}.")
        }
    });
    let mark = Mark::of(Output::Explanation);
    lines.push(String::new());
    lines.push(language.say(
        format!("(Chương trình bieumau lập; mã để chương trình nhận ra tệp này: {mark})"),
        format!("(Made by bieumau, which knows this file by: {mark})"),
    ));
    // Programs of Windows read a text without a break before its line feed as one line.
    lines.join("\r\n") + "\r\n"
}
