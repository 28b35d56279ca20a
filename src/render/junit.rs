//! The findings as JUnit XML, for build servers that show test results: a suite a file, a case a finding. Errors are failures;
//! warnings and notes pass and say so in their output. A file without errors has one case that passes, so that it is seen.

use std::io::Write;

use anyhow::Context;
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::format::{Format, Writer};
use super::text::plain;
use super::{Checked, place, words};
use crate::finding::Severity;
use crate::workbook::mark::{Mark, Output};

/// The format.
pub static FORMAT: Format =
    Format::plain("junit", ["Cho máy chủ kiểm thử", "for build servers"], &["xml"], Writer::Stream(write));

fn write(checked: &Checked<'_>, mut writer: &mut dyn Write) -> anyhow::Result<()> {
    let review = checked.review;
    let mut report = Report::new("bieumau");
    let mut rest = &review.findings[..];
    for file in &review.files {
        let name = plain(&file.path);
        let mut suite = TestSuite::new(&*name);
        // They are listed in the order of the files.
        let (own, others) = rest.split_at(rest.iter().take_while(|finding| *finding.file() == file.path).count());
        rest = others;
        for finding in own.iter().filter(|finding| !finding.settled) {
            let text = format!(
                "{}\n{}: {}",
                plain(&finding.message()),
                words::TO_DO.get(checked.language),
                words::after_colon(&plain(&finding.help()))
            );
            let status = if finding.severity() == Severity::Error {
                let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
                status
                    .set_message(&*plain(&finding.message()))
                    .set_type(&*plain(finding.rule()))
                    .set_description(&text);
                status
            } else {
                TestCaseStatus::success()
            };
            let title = format!("{} {} {}", finding.code(), finding.rule(), place(finding));
            let mut case = TestCase::new(&*plain(title.trim_end()), status);
            case.set_classname(&*name);
            if finding.severity() != Severity::Error {
                let severity = words::severity(finding.severity());
                case.set_system_out(format!("{}: {text}", severity.get(checked.language)));
            }
            suite.add_test_case(case);
        }
        if file.errors == 0 {
            let outcome = words::file_outcome(file.outcome);
            let mut case = TestCase::new(outcome.get(checked.language), TestCaseStatus::success());
            case.set_classname(&*name);
            suite.add_test_case(case);
        }
        report.add_test_suite(suite);
    }
    report.serialize(&mut writer).context("writing the JUnit report")?;
    writeln!(writer, "<!-- {} -->", Mark::of(Output::Findings)).context("writing the JUnit report")
}
