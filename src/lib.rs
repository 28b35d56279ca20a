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
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "cli")]
pub mod commands;
