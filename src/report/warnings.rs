//! What the operator should look at before the figures are used: signs that the inbox is not the one that was meant, such as a
//! share that is half mounted, and conditions of the campaign that have no answer. The run is done all the same, for nothing is certain.

use std::collections::BTreeSet;

use serde::Serialize;

use super::earlier::{EarlierAgency, EarlierReport};
use super::history::HistoryRow;
use super::{AgencyRow, Report};
use crate::ledger::{Code, Status};
use crate::schema::{Campaign, Obligation};
use crate::text::Language;
use crate::verdict::FileOutcome;

/// Something about the run as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// What it is about, for programs.
    pub code: WarningCode,
    /// In the run's language.
    pub message: String,
}

/// What a warning is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WarningCode {
    /// There are files, and none of them could be read as a form.
    NothingRead,
    /// Half of the files of the earlier report, or more, are gone.
    FilesGone,
    /// Half of those who had sent something by the last date of the history, or more, have sent nothing now.
    AnswersGone,
    /// An obligation's rule has no answer for some agencies.
    ObligationNotAsked,
}

/// All warnings about a run.
pub fn of(
    report: &Report,
    earlier: Option<&EarlierReport>,
    past: Option<&[HistoryRow]>,
    (campaign, language): (&Campaign, Language),
) -> Vec<Warning> {
    let mut warnings: Vec<Warning> = nothing_read(report, language).into_iter().collect();
    warnings.extend(campaign.obligations.iter().filter_map(|obligation| not_asked(report, obligation, language)));
    warnings.extend(earlier.and_then(|earlier| files_gone(report, earlier, language)));
    warnings.extend(past.and_then(|past| answers_gone(report, past, earlier, (campaign, language))));
    warnings
}

fn nothing_read(report: &Report, language: Language) -> Option<Warning> {
    let files = &report.review.files;
    if files.is_empty() || files.iter().any(|file| file.outcome == FileOutcome::Read) {
        return None;
    }
    let count = files.len();
    let message = language.say(
        format!("có {count} tệp, không tệp nào đọc được thành biểu; kiểm tra lại thư mục nhận"),
        format!("of {count} files none could be read as a form; look at the inbox again"),
    );
    Some(Warning { code: WarningCode::NothingRead, message })
}

fn not_asked(report: &Report, obligation: &Obligation, language: Language) -> Option<Warning> {
    let reason = |agency: &AgencyRow| {
        let (_, cell) = agency.obligations.iter().find(|(name, _)| *name == obligation.name)?;
        let reason = cell.reasons.iter().find(|reason| reason.code == Code::NotAsked.name())?;
        Some((agency.code.clone(), reason.message.clone()))
    };
    let told: Vec<(String, String)> = report.agencies.iter().chain(&report.unlisted).filter_map(reason).collect();
    let (code, first) = told.first()?;
    let (title, count) = (obligation.title.get(language), told.len());
    let message = match language {
        Language::Vietnamese => format!(
            "{title}: không xét được cho {count} cơ quan, chưa tính là hoàn thành; sửa điều kiện của đợt rồi chạy lại. {code}: {first}"
        ),
        Language::English => format!(
            "{title}: {count} {} be asked about, and {} not counted as complied; mend the campaign's condition and run again. {code}: {first}",
            if count == 1 { "agency cannot" } else { "agencies cannot" },
            if count == 1 { "is" } else { "are" },
        ),
    };
    Some(Warning { code: WarningCode::ObligationNotAsked, message })
}

/// A file is still there if its name is, or its content under another name.
fn files_gone(report: &Report, earlier: &EarlierReport, language: Language) -> Option<Warning> {
    let files = &report.review.files;
    let paths: BTreeSet<&str> = files.iter().map(|file| &*file.path).collect();
    let digests: BTreeSet<&str> = files.iter().map(|file| &*file.sha256).collect();
    let before = earlier.files.iter().filter(|file| file.outcome != "skipped");
    let (total, gone) = before.fold((0, 0), |(total, gone), file| {
        let is_there = paths.contains(&*file.path) || (!file.sha256.is_empty() && digests.contains(&*file.sha256));
        (total + 1, gone + usize::from(!is_there))
    });
    if gone == 0 || gone * 2 < total {
        return None;
    }
    let since = earlier.as_of;
    let message = language.say(format!(
            "{gone} trên {total} tệp của báo cáo trước (đến ngày {}) không còn trong thư mục nhận; kiểm tra lại trước khi dùng số liệu",
            since.strftime("%d/%m/%Y")
        ), format!(
            "{gone} of the {total} files of the earlier report (as of {since}) are no longer in the inbox; look at it before using the figures"
        ));
    Some(Warning { code: WarningCode::FilesGone, message })
}

fn answers_gone(
    report: &Report,
    past: &[HistoryRow],
    earlier: Option<&EarlierReport>,
    (campaign, language): (&Campaign, Language),
) -> Option<Warning> {
    let as_of = report.as_of.to_string();
    // ISO dates are in order as texts.
    let rows = past.iter().filter(|row| row.campaign == report.campaign && row.as_of <= as_of);
    let last = rows.clone().map(|row| &row.as_of).max()?;
    let (row, before, now) = rows.filter(|row| row.as_of == *last).find_map(|row| {
        let now = report.totals.iter().find(|total| total.level.is_all() && total.obligation == row.obligation)?;
        let (before, now) = (row.complied + row.defective, now.complied + now.defective);
        (before > now && now * 2 <= before).then_some((row, before, now))
    })?;
    let of_campaign = campaign.obligations.iter().find(|obligation| obligation.name == row.obligation);
    let obligation = of_campaign.map_or(&*row.obligation, |obligation| obligation.title.get(language));
    let last = last.parse().map_or_else(|_| last.clone(), |last| crate::text::day(last).get(language).to_owned());
    let gone = gone(report, earlier, &row.obligation).map(|gone| {
        language.say(
            format!(" (theo báo cáo trước, nay không còn của {gone})"),
            format!(" (by the earlier report, those of {gone} are gone)"),
        )
    });
    let gone = gone.unwrap_or_default();
    let message = language.say(format!(
            "{obligation}: {now} cơ quan đã gửi, trong khi đến {last} đã có {before}{gone}; kiểm tra lại thư mục nhận trước khi dùng số liệu"
        ), format!(
            "{obligation}: {now} agencies have sent something, and by {last} {before} had{gone}; look at the inbox before using the figures"
        ));
    Some(Warning { code: WarningCode::AnswersGone, message })
}

/// Who had sent something by the earlier report and has sent nothing now: some by name, the others as a number.
fn gone(report: &Report, earlier: Option<&EarlierReport>, obligation: &str) -> Option<String> {
    const NAMED: usize = 3;
    let had_sent = |agency: &&EarlierAgency| {
        agency.obligations.get(obligation).is_some_and(|standing| standing.status != Status::Missing)
    };
    let is_missing = |code: &str| {
        let mut now = report.agencies.iter().filter(|agency| *agency.code == *code);
        now.any(|agency| {
            agency.obligations.iter().any(|(name, cell)| name == obligation && cell.status == Status::Missing)
        })
    };
    let agencies = earlier?.agencies.iter().filter(had_sent).filter(|agency| is_missing(&agency.code));
    let names: Vec<String> = agencies.map(|agency| format!("{} {}", agency.code, agency.name)).collect();
    let more = names.len().saturating_sub(NAMED);
    let named = names.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    (!names.is_empty()).then(|| if more == 0 { named } else { format!("{named}, … (+{more})") })
}
