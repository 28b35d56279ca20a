//! Tests of the tool as its users run it. One binary, one module a subject:
//!
//! - `agencies`: the roster, what a text names, manifests, and the trace of rows;
//! - `architecture`: the order of the modules, who may open files;
//! - `cases`: `fixtures/cases/<rule>/<case>`, each a sentence, small inputs and the findings expected;
//! - `third_form`: a form, roster and campaign of one's own, from data alone;
//! - `metamorphic`: every accepted file written otherwise reads the same, and one fault is one error;
//! - `mess`: every test that `docs/mess.md` names is there;
//! - `inbox`: the inbox in `fixtures/`, measured against the truth about it, and the same bytes on every run.

mod agencies;
mod architecture;
mod book;
mod cases;
mod inbox;
mod mess;
mod metamorphic;
mod run;
mod third_form;
