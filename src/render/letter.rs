//! The sentence for the letter: how many agencies have done what, ready to be copied. It is made once, as parts that know what
//! they count: read with the figures of the report it is a text, written with the addresses of cells it is a formula, so that in the
//! workbook it follows a status that somebody corrects by hand.

use std::sync::Arc;

use super::terms;
use super::words;
use crate::report::{Report, TotalRow};
use crate::schema::{Campaign, Level};
use crate::text::Language;

/// A part of a sentence.
#[derive(Clone, Debug)]
pub enum Said {
    /// As it stands.
    Text(String),
    /// A number.
    Count(Sum),
    /// One behind the other.
    All(Vec<Said>),
    /// The first if the sum is this number, else the second.
    If(Sum, usize, Box<Said>, Box<Said>),
}

/// Figures that are added up.
pub type Sum = Vec<Figure>;

/// How many agencies of a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The index of the obligation.
    pub obligation: usize,
    /// The index of the level among those of the report.
    pub level: usize,
    /// Which of them.
    pub counted: Counted,
}

/// Which agencies are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Those that have complied.
    Complied,
    /// Those that have issued the document and have not complied.
    Faulty,
    /// Those that have sent what is not enough, where no document issues the form.
    Defective,
}

impl Said {
    /// As a text, with these figures.
    pub fn text(&self, figure: &dyn Fn(Figure) -> usize) -> String {
        let sum = |sum: &Sum| sum.iter().map(|it| figure(*it)).sum::<usize>();
        match self {
            Self::Text(text) => text.clone(),
            Self::Count(counted) => sum(counted).to_string(),
            Self::All(parts) => parts.iter().map(|part| part.text(figure)).collect(),
            Self::If(counted, number, then, otherwise) => {
                if sum(counted) == *number {
                    then.text(figure)
                } else {
                    otherwise.text(figure)
                }
            }
        }
    }

    /// As an expression of a spreadsheet, with each figure as the expression that has it.
    pub fn formula(&self, figure: &dyn Fn(Figure) -> String) -> String {
        let sum = |sum: &Sum| sum.iter().map(|it| figure(*it)).collect::<Vec<_>>().join("+");
        match self {
            Self::Text(text) => terms::text(text),
            Self::Count(counted) => format!("({})", sum(counted)),
            Self::All(parts) => parts.iter().map(|part| part.formula(figure)).collect::<Vec<_>>().join("&"),
            Self::If(counted, number, then, otherwise) => {
                format!("IF({}={number},{},{})", sum(counted), then.formula(figure), otherwise.formula(figure))
            }
        }
    }
}

/// What a figure is by the report.
pub fn figure(report: &Report, campaign: &Campaign, of: Figure) -> usize {
    let total = report.total(&campaign.obligations[of.obligation].name, &report.levels[of.level]);
    let count = |total: &TotalRow| match of.counted {
        Counted::Complied => total.complied,
        Counted::Faulty => total.issued.unwrap_or_default().saturating_sub(total.complied),
        Counted::Defective => total.defective,
    };
    total.map_or(0, count)
}

/// The sentence as a text.
pub fn sentence(report: &Report, campaign: &Campaign, language: Language) -> String {
    said(report, campaign, language).text(&|of| figure(report, campaign, of))
}

/// «Tính đến ngày 23/6/2023, có 41 cơ quan (6 cơ quan cấp bộ và 35 cơ quan cấp tỉnh) đã ban hành … với biểu hợp lệ, trong tổng số
/// 49 cơ quan đã ban hành (8 cơ quan, gồm …, có biểu còn phải sửa); 15 cơ quan (3 cấp bộ và 12 cấp tỉnh) đã …», over all
/// obligations of the campaign in their order.
/// Whoever has issued a document has done so whatever the form is like, so both are said; but not where the obligation asks
/// something of the rows, for that is not done by issuing them.
pub fn said(report: &Report, campaign: &Campaign, language: Language) -> Said {
    let day = words::day(report.as_of, language);
    let mut parts = vec![Said::Text(language.say(format!("Tính đến ngày {day}, "), format!("As of {day}, ")))];
    let speaker = Speaker { levels: &report.levels, language };
    for (index, obligation) in campaign.obligations.iter().enumerate() {
        if index > 0 {
            parts.push(text("; "));
        }
        let faulty = if obligation.is_of_document() { Counted::Faulty } else { Counted::Defective };
        let faulty = Some(faulty).filter(|_| obligation.is_done_by_issuing());
        parts.push(speaker.clause(index, faulty, obligation.deed.get(language), index == 0));
    }
    parts.push(text("."));
    Said::All(parts)
}

fn text(text: &str) -> Said {
    Said::Text(text.to_owned())
}

fn is_none(sum: Sum, then: Said, otherwise: Said) -> Said {
    Said::If(sum, 0, Box::new(then), Box::new(otherwise))
}

/// Says how many agencies have done what.
#[derive(Clone, Copy)]
pub struct Speaker<'a> {
    /// The levels that agencies are counted by.
    pub levels: &'a [Arc<Level>],
    /// The language that it is said in.
    pub language: Language,
}

impl Speaker<'_> {
    /// The figures of these of an obligation, over all levels.
    pub fn all(self, obligation: usize, counted: Counted) -> Sum {
        (0..self.levels.len()).map(|level| Figure { obligation, level, counted }).collect()
    }

    /// «6 cơ quan cấp bộ và 35 cơ quan cấp tỉnh»; short, the noun is left out. Levels without any are not named.
    fn of_levels(self, obligation: usize, counted: Counted, is_short: bool) -> Said {
        let all = self.all(obligation, counted);
        let mut parts = Vec::new();
        for (at, level) in self.levels.iter().enumerate() {
            let (before, own, behind) = (&all[..at], vec![all[at]], &all[at + 1..]);
            let among = level.among.get(self.language);
            let among = match (self.language, is_short) {
                (Language::Vietnamese, false) => format!(" cơ quan {among}"),
                _ => format!(" {among}"),
            };
            let and = text(if self.language == Language::English { " and " } else { " và " });
            let joint = match behind {
                [] => and,
                behind => is_none(behind.to_vec(), and, text(", ")),
            };
            let named = Said::All(vec![Said::Count(own.clone()), Said::Text(among)]);
            let joined = match before {
                [] => named,
                before => Said::All(vec![is_none(before.to_vec(), text(""), joint), named]),
            };
            parts.push(is_none(own, text(""), joined));
        }
        Said::All(parts)
    }

    /// «41 cơ quan (6 cơ quan cấp bộ và 35 cơ quan cấp tỉnh)»; where there is one level, it is not named.
    fn counted(self, obligation: usize, of: Counted, is_short: bool) -> Said {
        let sum = self.all(obligation, of);
        let noun = match self.language {
            Language::Vietnamese => text(" cơ quan"),
            Language::English => Said::If(sum.clone(), 1, Box::new(text(" agency")), Box::new(text(" agencies"))),
        };
        let mut parts = vec![Said::Count(sum), noun];
        if self.levels.len() > 1 {
            parts.extend([text(" ("), self.of_levels(obligation, of, is_short), text(")")]);
        }
        Said::All(parts)
    }

    /// One obligation's part; `others` are those that have done it with a form still to be mended. The first says what is counted in full,
    /// the next ones are shorter.
    pub fn clause(self, obligation: usize, others: Option<Counted>, deed: &str, is_first: bool) -> Said {
        let language = self.language;
        let complied = self.all(obligation, Counted::Complied);
        let subject = |of| self.counted(obligation, of, !is_first);
        let (opening, nobody) = match language {
            Language::Vietnamese => (if is_first { "có " } else { "" }, format!("chưa có cơ quan nào {deed}")),
            Language::English => ("", format!("no agency has {deed}")),
        };
        let have = |sum: &Sum| match language {
            Language::Vietnamese => text(" đã "),
            Language::English => Said::If(sum.clone(), 1, Box::new(text(" has ")), Box::new(text(" have "))),
        };
        let done = Said::All(vec![text(opening), subject(Counted::Complied), have(&complied), text(deed)]);
        let Some(others) = others else { return is_none(complied, Said::Text(nobody), done) };
        let (faulty, is_sent) = (self.all(obligation, others), others == Counted::Defective);
        let but = language.say(", nhưng biểu còn phải sửa", ", with a form still to be mended");
        let only_faulty = Said::All(vec![text(opening), subject(others), have(&faulty), text(deed), text(but)]);
        let both = || complied.iter().chain(&faulty).copied().collect::<Sum>();
        // One level is all: it is not named.
        let is_split = self.levels.len() > 1;
        let of_levels = |before: &str| match is_split {
            true => Said::All(vec![text(before), self.of_levels(obligation, others, true)]),
            false => text(""),
        };
        let number = Said::Count(faulty.clone());
        let of_these = match language {
            Language::Vietnamese => vec![
                text(" với biểu hợp lệ, trong tổng số "),
                Said::Count(both()),
                text(if is_sent { " cơ quan đã gửi (" } else { " cơ quan đã ban hành (" }),
                number,
                text(" cơ quan"),
                of_levels(", gồm "),
                text(if is_split { ", có biểu còn phải sửa)" } else { " có biểu còn phải sửa)" }),
            ],
            Language::English => vec![
                text(" with a valid form, of "),
                Said::Count(both()),
                text(if is_sent { " that have sent it (" } else { " that have issued it (" }),
                number,
                text(" with a form still to be mended"),
                of_levels(": "),
                text(")"),
            ],
        };
        let some = Said::All(vec![done, is_none(faulty.clone(), text(""), Said::All(of_these))]);
        is_none(both(), Said::Text(nobody), is_none(complied.clone(), only_faulty, some))
    }
}
