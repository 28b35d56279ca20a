//! The workbook of the sample inbox, read back as content.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use crate::ledger::{self, sample};
use crate::render::Results;
use crate::report::{self, Report};
use crate::summary;
use crate::text::Language;

fn written(reviewed: &[crate::verdict::Verdict], report: &Report, language: Language) -> Vec<u8> {
    let (roster, campaign) = (sample::roster(), sample::campaign());
    let summary = summary::summarize(reviewed, &roster, &sample::forms());
    let mut bytes = Cursor::new(Vec::new());
    let results = Results { report, summary: &summary, campaign: &campaign, language };
    super::write(&results, &mut bytes).expect("memory can be written");
    bytes.into_inner()
}

fn reconciled(language: Language) -> (Vec<crate::verdict::Verdict>, Report) {
    let (mut reviewed, roster, campaign) = (sample::inbox(), sample::roster(), sample::campaign());
    ledger::set_aside_duplicates(&mut reviewed);
    let ledger = ledger::reconcile(&mut reviewed, &roster, &campaign, sample::AS_OF, sample::met).expect("rules hold");
    let report = report::reconciled(&mut reviewed, &ledger, &roster, &campaign, language, report::Findings::Go);
    (reviewed, report)
}

fn open(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes)).expect("the workbook can be read")
}

#[test]
fn two_writings_give_the_same_bytes() {
    let (reviewed, report) = reconciled(Language::Vietnamese);
    assert!(written(&reviewed, &report, Language::Vietnamese) == written(&reviewed, &report, Language::Vietnamese));
}

#[test]
fn sheets_hold_every_agency_row_and_finding() {
    let (reviewed, report) = reconciled(Language::Vietnamese);
    let mut workbook = open(written(&reviewed, &report, Language::Vietnamese));
    let names = workbook.sheet_names();
    let expected = [
        "Tổng hợp",
        "Theo dõi",
        "Chưa hoàn thành",
        "Phân tích",
        "CSDL dùng chung",
        "Dữ liệu mở",
        "Lỗi",
        "Lưu ý",
        "Tệp",
    ];
    assert_eq!(names, expected);
    let mut rows =
        |name: &str, headings: usize| workbook.worksheet_range(name).expect("it is there").height() - headings;
    assert_eq!(rows("Theo dõi", 5), 93);
    // Room for every agency and obligation, should statuses be corrected.
    assert_eq!(rows("Chưa hoàn thành", 4), 4 * 93);
    let errors = super::findings::errors(&report.review).count();
    let notes = super::findings::notes(&report.review).count();
    assert_eq!((rows("Lỗi", 4), rows("Lưu ý", 4)), (errors.max(1), notes.max(1)));
    assert_eq!(rows("Tệp", 4), report.review.files.len());
    let overview = workbook.worksheet_range("Tổng hợp").expect("it is there");
    let sentence = overview.get_value((3, 0)).expect("it is there").to_string();
    assert!(
        sentence.contains("có 41 cơ quan (6 cơ quan cấp bộ và 35 cơ quan cấp tỉnh) đã ban hành danh mục"),
        "{sentence}"
    );
    assert_eq!(overview.get_value((7, 1)), Some(&Data::Float(41.0)), "the cached result of the first count");
}

#[test]
fn text_of_a_submission_never_becomes_a_formula() {
    let (mut reviewed, report) = reconciled(Language::English);
    let hostile = "=1+1<b>\u{1b}[31m";
    let accepted = reviewed.iter_mut().flat_map(|file| &mut file.submissions);
    let judged = accepted.into_iter().find(|judged| judged.outcome == crate::verdict::Outcome::Accepted);
    let judged = judged.expect("something is accepted");
    let mut records: Vec<_> = judged.rows[0].iter().map(|record| (*record).clone()).collect();
    records[0].entries[1].value = crate::value::Value::Text(hostile.to_owned());
    sample::put(judged, records);
    let mut workbook = open(written(&reviewed, &report, Language::English));
    for form in ["Shared databases", "Open data"] {
        let formulas = workbook.worksheet_formula(form).expect("it is there");
        assert!(formulas.used_cells().all(|(_, _, formula)| formula.is_empty()), "{form}");
    }
    let strings: Vec<String> = ["Shared databases", "Open data"]
        .iter()
        .flat_map(|form| {
            let range = workbook.worksheet_range(form).expect("it is there");
            range.used_cells().map(|(_, _, cell)| cell.to_string()).collect::<Vec<_>>()
        })
        .collect();
    assert!(strings.iter().any(|text| text.starts_with("=1+1<b>")), "it is there as text");
}
