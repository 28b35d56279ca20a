//! Letters as files: a folder for each agency with its letter, what goes with it and a message that has both, all letters in one document
//! to be printed, and a list of them for mail merge. Letters in Markdown are files alone.

use std::collections::BTreeMap;
use std::fmt;
use std::io::Write;
use std::rc::Rc;

use anyhow::Context;
use jiff::civil::Date;

use super::legal;
use super::returned::{LONGEST_NAME, ReturnedOf};
use crate::ledger::Status;
use crate::render::datapackage::{neutral, visible};
use crate::render::reminder::mail::{self, Message};
use crate::render::reminder::{self, About, Letter, Template};
use crate::render::xlsx;
use crate::report::earlier::{EarlierAgency, EarlierReport};
use crate::schema::{Campaign, Form, Roster};
use crate::text::Language;

/// Lists the letters.
pub const INDEX: &str = "letters.csv";

/// What is sent with a letter.
#[derive(Clone)]
pub struct Enclosure {
    /// The name of the file.
    pub name: String,
    /// Of a returned form, whose and what it is.
    of: Option<ReturnedOf>,
    /// What it holds, asked for when its letter is written: those of a whole campaign do not stand in memory together.
    bytes: Rc<Fetch>,
}

type Fetch = dyn Fn() -> anyhow::Result<Vec<u8>>;

impl Enclosure {
    /// One that is fetched when it is wanted.
    pub fn later(name: String, of: Option<ReturnedOf>, fetch: impl Fn() -> anyhow::Result<Vec<u8>> + 'static) -> Self {
        Self { name, of, bytes: Rc::new(fetch) }
    }
}

impl fmt::Debug for Enclosure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Enclosure").field("name", &self.name).finish_non_exhaustive()
    }
}

/// What is sent with letters, by the code of the agency.
pub type Enclosed = BTreeMap<String, Vec<Enclosure>>;

/// What letters are written from.
#[derive(Clone, Copy, Debug)]
pub struct Mailing<'a> {
    /// Who owes what.
    pub report: &'a EarlierReport,
    /// What was asked for, and who asks.
    pub campaign: &'a Campaign,
    /// Who is asked.
    pub roster: &'a Roster,
    /// What the letters look like.
    pub template: &'a Template,
    /// The forms that were asked for: what their country puts at the top of documents stands there where the campaign has nothing.
    pub forms: &'a [std::sync::Arc<Form>],
    /// What goes with them.
    pub enclosed: &'a Enclosed,
    /// In which language they are.
    pub language: Language,
}

/// Opens a file by its name within the folder of letters.
pub type Create<'a> = dyn FnMut(&str) -> anyhow::Result<Box<dyn Write>> + 'a;

/// Takes from the names of returned files whose and what they are, and those away whose name is another; gives the names of these. What
/// a name is too long to say in full is of no form that is known.
pub fn told_by_name(
    returned: &mut Vec<Enclosure>,
    report: &EarlierReport,
    forms: &[std::sync::Arc<Form>],
) -> Vec<String> {
    let mut strangers = Vec::new();
    returned.retain_mut(|file| {
        let named = file.name.split_once(' ');
        let named = named.filter(|(code, _)| report.agencies.iter().any(|agency| agency.code == *code));
        let Some((code, rest)) = named else {
            strangers.push(file.name.clone());
            return false;
        };
        let stem = rest.rsplit_once('.').map_or(rest, |(stem, _)| stem);
        let is_whole = stem.chars().count() + code.len() + 1 < LONGEST_NAME;
        let is_named = |title: &str| {
            let title = legal(title);
            let after = [" - ", ", "].iter().find_map(|before| stem.split_once(&format!("{before}{title}")));
            after.is_some_and(|(_, after)| after.is_empty() || after.starts_with(", ") || after.starts_with(" ("))
        };
        let named = forms.iter().filter(|form| is_whole && (is_named(&form.title.vi) || is_named(&form.title.en)));
        let forms = named.map(|form| form.name.clone()).collect();
        file.of = Some(ReturnedOf { agency: code.to_owned(), forms });
        true
    });
    strangers
}

/// The forms that go back to agencies that are known, unless what they are of was done right since, and for an agency of which nothing
/// came the blank form.
///
/// # Errors
/// When a blank form cannot be written.
pub fn enclosed(
    report: &EarlierReport,
    campaign: &Campaign,
    forms: &[std::sync::Arc<Form>],
    mut returned: Vec<Enclosure>,
    language: Language,
) -> anyhow::Result<Enclosed> {
    let mut enclosed = Enclosed::new();
    returned.sort_by(|one, other| one.name.cmp(&other.name));
    for file in returned {
        let Some(of) = &file.of else { continue };
        if let Some(agency) = report.agencies.iter().find(|agency| agency.code == of.agency)
            && !is_answered(agency, campaign, &of.forms)
        {
            enclosed.entry(agency.code.clone()).or_default().push(file);
        }
    }
    let mut blanks: BTreeMap<&str, Enclosure> = BTreeMap::new();
    for agency in &report.agencies {
        for name in reminder::lacking(agency, campaign) {
            let Some(form) = forms.iter().find(|form| form.name == name) else { continue };
            if !blanks.contains_key(&*form.name) {
                let mut bytes = Vec::new();
                xlsx::template(&xlsx::Template { form, agency: None, language }, &mut bytes)?;
                let title = legal(form.title.get(language));
                let name = language.say(format!("Biểu mẫu trống - {title}.xlsx"), format!("Blank form - {title}.xlsx"));
                blanks.insert(&form.name, Enclosure::later(name, None, move || Ok(bytes.clone())));
            }
            enclosed.entry(agency.code.clone()).or_default().push(blanks[&*form.name].clone());
        }
    }
    Ok(enclosed)
}

/// Whether nothing is owed any more of the forms that a returned file is of, so that it was returned by an older report.
fn is_answered(agency: &EarlierAgency, campaign: &Campaign, forms: &[String]) -> bool {
    let owed = |form: &str| {
        let mut of_form = campaign.obligations.iter().filter(|obligation| obligation.form == form);
        of_form.any(|of| agency.obligations.get(&of.name).is_none_or(|now| now.status != Status::Complied))
    };
    !forms.is_empty() && !forms.iter().any(|form| owed(form))
}

/// Writes the letters, and how many they are.
///
/// # Errors
/// When the template cannot be used, or a file cannot be created or written.
pub fn write(mailing: &Mailing<'_>, create: &mut Create<'_>) -> anyhow::Result<usize> {
    let Mailing { report, campaign, roster, template, enclosed, language, forms } = *mailing;
    let names = |code: &str| -> Vec<String> {
        enclosed.get(code).into_iter().flatten().map(|enclosure| enclosure.name.clone()).collect()
    };
    let state = forms.iter().map(|form| &form.letterhead.state[..]).find(|state| !state.is_empty()).unwrap_or_default();
    let letters = reminder::letters(report, campaign, roster, (template, &names, state), language)?;
    let day = campaign.letter.date.unwrap_or(report.as_of);
    let mut index = create(INDEX)?;
    // Without it Excel takes UTF-8 for a code page.
    index.write_all("\u{feff}".as_bytes())?;
    let mut index = csv::Writer::from_writer(index);
    index.write_record(["agency", "name", "owed", "file", "address", "reasons", "reply_by", "attachments"])?;
    for letter in &letters {
        let name = match template {
            Template::Markdown(_) => {
                let name = format!("{}.md", folder(letter));
                put(create, &name, reminder::markdown(&letter.text).as_bytes())?;
                name
            }
            Template::Word(docx) => {
                let document = docx.packed(&[&letter.text], &about(campaign, day, language))?;
                in_folder(mailing, letter, &document, day, create)?
            }
        };
        let (owed, reasons) = (letter.owed.join("; "), letter.reasons.join(" "));
        let attached = names(&letter.agency).join("; ");
        let cells =
            [&letter.agency, &letter.name, &owed, &name, &letter.address, &reasons, &letter.reply_by, &attached];
        index.write_record(cells.map(|cell| neutral(&visible(cell)).into_owned()))?;
    }
    index.flush().with_context(|| format!("writing {INDEX}"))?;
    if let Template::Word(docx) = template
        && !letters.is_empty()
    {
        let bodies: Vec<&str> = letters.iter().map(|letter| letter.text.as_str()).collect();
        let name = language.say("Tất cả công văn.docx", "All letters.docx");
        put(create, name, &docx.packed(&bodies, &about(campaign, day, language))?)?;
    }
    Ok(letters.len())
}

/// What a document says of itself.
pub fn about(campaign: &Campaign, day: Date, language: Language) -> About<'_> {
    let author = campaign.letter.sender.called(language);
    About { author, title: campaign.title.get(language), day }
}

/// Writes the folder of an agency; returns the name of the letter.
fn in_folder(
    mailing: &Mailing<'_>,
    letter: &Letter,
    document: &[u8],
    day: Date,
    create: &mut Create<'_>,
) -> anyhow::Result<String> {
    let (folder, code) = (folder(letter), &letter.agency);
    let (document_name, message_name) = match mailing.language {
        Language::Vietnamese => (format!("Công văn {code}.docx"), format!("Thư gửi {code}.eml")),
        Language::English => (format!("Letter {code}.docx"), format!("Message {code}.eml")),
    };
    let (document_name, message_name) = (legal(&document_name), legal(&message_name));
    let name = format!("{folder}/{document_name}");
    put(create, &name, document)?;
    let mut attached: Vec<(&str, &[u8])> = vec![(&document_name, document)];
    let enclosed = mailing.enclosed.get(code).into_iter().flatten();
    let enclosed = enclosed.map(|enclosure| Ok((&*enclosure.name, (enclosure.bytes)()?)));
    let enclosed: Vec<(&str, Vec<u8>)> = enclosed.collect::<anyhow::Result<_>>()?;
    for (name, bytes) in &enclosed {
        put(create, &format!("{folder}/{name}"), bytes)?;
        attached.push((name, bytes));
    }
    let (subject, text) = words(mailing, letter, &attached);
    let message = mail::message(&Message {
        from: &mailing.campaign.letter.sender.email,
        subject: &subject,
        text: &text,
        day,
        attached,
    });
    put(create, &format!("{folder}/{message_name}"), &message)?;
    Ok(name)
}

/// The subject and the text of the message.
fn words(mailing: &Mailing<'_>, letter: &Letter, attached: &[(&str, &[u8])]) -> (String, String) {
    let (campaign, language) = (mailing.campaign, mailing.language);
    let title = campaign.title.get(language);
    let names: Vec<String> = attached.iter().map(|(name, _)| format!("- {name}")).collect();
    let (names, owed) = (names.join("\n"), letter.owed.join("; "));
    match language {
        Language::Vietnamese => {
            let by =
                if letter.reply_by.is_empty() { String::new() } else { format!(" trước ngày {}", letter.reply_by) };
            (
                format!("V/v đôn đốc: {title} ({})", letter.name),
                format!(
                    "Kính gửi: {}\n\nXin gửi kèm công văn đôn đốc về các nội dung chưa hoàn thành: {owed}.\n\nĐề nghị Quý cơ quan \
                     hoàn thiện theo công văn và gửi lại{by}.\n\nTệp gửi kèm:\n{names}\n\nTrân trọng cảm ơn.\n",
                    letter.address
                ),
            )
        }
        Language::English => {
            let by = if letter.reply_by.is_empty() { String::new() } else { format!(" by {}", letter.reply_by) };
            (
                format!("Reminder: {title} ({})", letter.name),
                format!(
                    "To: {}\n\nPlease find attached our letter about what is still outstanding: {owed}.\n\nPlease complete it as the \
                     letter says and send it again{by}.\n\nAttached:\n{names}\n\nThank you.\n",
                    letter.address
                ),
            )
        }
    }
}

/// `H22 Tỉnh Hà Giang`, without what file systems refuse.
fn folder(letter: &Letter) -> String {
    legal(&format!("{} {}", letter.agency, letter.name)).trim().trim_end_matches('.').to_owned()
}

fn put(create: &mut Create<'_>, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
    let mut file = create(name)?;
    file.write_all(bytes).and_then(|()| file.flush()).with_context(|| format!("writing {name}"))
}
