//! Tests of the tool as its users run it. One binary, one module a subject:
//!
//! - `agencies`: the roster, what a text names, manifests, and the trace of rows;
//! - `architecture`: the order of the modules, who may open files;
//! - `cases`: `fixtures/cases/<rule>/<case>`, each a sentence, small inputs and the findings expected;
//! - `explain`: every rule in both languages, with an example that really produces it, and the pages in `docs/`;
//! - `formats`: one sample report in every format, and the schemas that JSON and SARIF promise;
//! - `readme`: the terminal sessions in the README show what the tool prints;
//! - `terminal`: what a user of `check` sees and asks for;
//! - `watch`: `check --watch` and how programs save;
//! - `third_form`: a form, roster and campaign of one's own, from data alone;
//! - `metamorphic`: every accepted file written otherwise reads the same, and one fault is one error;
//! - `national`: the trend from week to week, reports, letters, the data package and the catalogue as other programs read them;
//! - `between`: the rules between submissions;
//! - `pipelines`: example workflows, `bieumau.toml`, dates from outside;
//! - `office`: what LibreOffice makes of the workbook;
//! - `folders`: links, pipes and names that an inbox may hold;
//! - `outputs`: outputs appear whole or not at all, and nothing in them runs;
//! - `own_outputs`: what the tool has written, lying in the inbox of the next run;
//! - `accounting`: no row disappears, for any workbook;
//! - `hostile`: files that are made to break readers, and the second belt behind the guard;
//! - `oracle`: the readers of our own against calamine, and against what writers put into the files;
//! - `replay`: the corpus of the fuzz targets and their past crashes;
//! - `giveback`: forms that go back to their senders, unchanged and corrected;
//! - `cells`: no cell disappears, and each cell of a record matters;
//! - `mess`: every test that `docs/mess.md` names is there;
//! - `reasons`: why an agency has not complied, kind by kind;
//! - `inbox`: the inbox in `fixtures/`, measured against the truth about it, and the same bytes on every run.

mod accounting;
mod agencies;
mod architecture;
mod between;
mod book;
mod cases;
mod cells;
mod explain;
#[cfg(unix)]
mod folders;
mod formats;
mod giveback;
mod hostile;
mod inbox;
mod mess;
mod metamorphic;
mod national;
mod office;
mod oracle;
mod outputs;
mod own_outputs;
mod pipelines;
mod replay;
mod readme;
mod reasons;
mod run;
mod template;
mod terminal;
mod third_form;
mod watch;
