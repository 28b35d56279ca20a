//! Tests of the tool as its users run it. One binary, one module a subject:
//!
//! - `architecture`: the order of the modules, who may open files;
//! - `cases`: `fixtures/cases/<rule>/<case>`, each a sentence, small inputs and the findings expected;
//! - `third_form`: a form, roster and campaign of one's own, from data alone;
//! - `metamorphic`: every accepted file written otherwise reads the same, and one fault is one error;
//! - `national`: the trend from week to week, reports, letters, the data package and the catalogue as other programs read them;
//! - `between`: the rules between submissions;
//! - `pipelines`: example workflows, `bieumau.toml`, dates from outside;
//! - `office`: what LibreOffice makes of the workbook;
//! - `inbox`: the inbox in `fixtures/`, measured against the truth about it, and the same bytes on every run.

mod architecture;
mod between;
mod book;
mod cases;
mod inbox;
mod metamorphic;
mod national;
mod office;
mod pipelines;
mod run;
mod third_form;
