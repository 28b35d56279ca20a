//! Reads the spreadsheets that Vietnamese agencies submit on official forms, checks them, and merges them into one
//! national summary.
//!
//! ```text
//! paths ─workbook─▶ Workbook ─intake─▶ Submission ─rules─▶ Verdict ─┬─ rows that may count ─▶ store ───┐
//!                      └──── findings at every stage ───────────────┤                                 │
//! roster + obligations + as-of ─────────────────────────────ledger─▶ Ledger ─┐                        │
//! accepted rows ────────────────────────────────────────────────────summary─▶ Summary ◀───────────────┘
//!                                                       report (typed tables) ─render─▶ text json xlsx …
//! ```
//!
//! Rows are judged while they are at hand: what is kept of a file is its [`verdict::Verdict`], and rows that may count lie in
//! the [`store`] until the last file has told which do.
//!
//! The modules below stand in their order: each uses only those before it, and `tests/it/architecture.rs` keeps it so.
//!
//! What always holds:
//! - No submission can cause a panic, an abort or an early exit: a bad file is a [`finding::Finding`] and the run goes on.
//!   What is the operator's or the machine's fault (no such schema folder, a full disk) is an [`anyhow::Error`], told in the
//!   language that is asked for, see [`text::trouble`].
//! - Files are opened only in [`workbook`] and [`schema::load`], and written only in [`commands`]; rows
//!   that wait lie in a temporary file of the [`store`].
//! - Nothing below [`commands`] asks the clock, the locale or the environment; the same inputs, flags and as-of date give
//!   the same bytes, on one thread or sixteen.
//! - Every row below a table's header is a record, blank, a heading or other, and the counts add up.
//! - Nothing in [`rules`] looks at a form's name: forms are data.
//!
//! Without the feature `cli` there are no files, threads and no command line: [`run`] is what is left of a run, as in a browser.
//!
//! # As a library
//!
//! Bytes come in; findings, records and documents come out. Nothing below [`commands`] prints, opens a connection or asks the clock. The
//! page in `page/` is a whole program made of what follows. What can be named from outside is meant to be; names may still change before
//! 1.0, and what is written stays, see `CHANGELOG.md`.
//!
//! A file is checked, its records are read, each value as its field understands it, and what was found is rendered, in any of the
//! [`render::formats`]:
//!
//! ```
//! use bieumau::intake::{Claims, Knowledge};
//! use bieumau::render::text::Extent;
//! use bieumau::render::{Checked, Document, formats};
//! use bieumau::report::{self, CheckReport};
//! use bieumau::run::rule_names;
//! use bieumau::schema::load;
//! use bieumau::text::Language;
//! use bieumau::verdict::Judge;
//! use bieumau::workbook::handed;
//!
//! # fn main() -> anyhow::Result<()> {
//! let schemas = load::embedded()?;
//! let campaign = schemas.campaign(None)?;
//! let roster = schemas.roster(&campaign.roster)?;
//! let knowledge = Knowledge::new(schemas.forms_of(campaign)?, &roster);
//!
//! // Any file that was sent, here a form as CSV; of an archive each file within is handed on.
//! let form = "UBND TỈNH HÀ GIANG\n\
//!     (Kèm theo Quyết định số 613/QĐ-UBND ngày 15/5/2023 của UBND tỉnh Hà Giang)\n\
//!     STT,Tên cơ sở dữ liệu,Mục đích,Phạm vi dữ liệu,Đơn vị chủ trì,Nguồn dữ liệu,Hình thức chia sẻ,Hiện trạng\n\
//!     1,CSDL đất đai,,Hồ sơ và số liệu,Sở Nội vụ,Cập nhật hằng ngày,Chia sẻ mặc định,Đã có\n\
//!     2,CSDL hộ tịch,Quản lý,Hồ sơ và số liệu,Sở Nội vụ,Cập nhật hằng ngày,Mặc định,Đã có\n";
//! let judge = Judge::of_all(&knowledge);
//! let mut verdicts = Vec::new();
//! handed::read_each("PL1.csv", form.as_bytes(), None, |file| verdicts.push(judge.review(file, &Claims::default())));
//!
//! assert_eq!(verdicts[0].agency.as_deref(), Some("H22"));
//! let blank = verdicts[0].all_findings().find(|finding| &*finding.rule.code == "V301").expect("a cell is blank");
//! assert_eq!(blank.location.cell.map(|cell| cell.to_string()).as_deref(), Some("C4"));
//! assert_eq!(blank.message(Language::English), "The column “Mục đích” is not filled in.");
//!
//! // Its records.
//! let judged = &verdicts[0].submissions[0];
//! let fields = &judged.submission.form.fields;
//! let sharing = fields.iter().position(|field| field.name == "sharing").expect("a field of the form");
//! let shared: Vec<String> =
//!     judged.rows.iter().flat_map(|rows| rows.iter()).map(|record| record.entries[sharing].value.stored().to_string()).collect();
//! // The second was typed «Mặc định».
//! assert_eq!(shared, ["Chia sẻ mặc định", "Chia sẻ mặc định"]);
//!
//! // What was found, as Markdown.
//! let report = CheckReport { version: report::VERSION, review: report::review(&verdicts, Language::English) };
//! let checked = Checked {
//!     review: &report.review,
//!     tables: &[],
//!     rules: &rule_names::known(&schemas),
//!     schemas: &schemas,
//!     as_of: jiff::civil::date(2023, 6, 23),
//!     language: Language::English,
//!     document: Document::Check(&report),
//!     extent: Extent::default(),
//! };
//! let mut written = std::io::Cursor::new(Vec::new());
//! formats::of_ending("md").expect("a format").write(&checked, &mut written)?;
//! assert!(String::from_utf8(written.into_inner())?.contains("The column “Mục đích” is not filled in."));
//! # Ok(())
//! # }
//! ```

pub mod text;
pub mod cell;
pub mod value;
pub mod finding;
pub mod workbook;
pub mod schema;
pub mod intake;
pub mod rules;
pub mod store;
pub mod verdict;
pub mod ledger;
pub mod summary;
pub mod report;
pub mod design;
pub mod render;
pub mod run;
// Of the program, which is another crate; no part of the library.
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod commands;
