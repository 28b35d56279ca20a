//! What the lines around a table say of the list as a whole. Title blocks and signatures are nearly the same in all files, so each line is
//! looked through once a run.

use std::sync::Arc;

use jiff::civil::Date;

use crate::intake::decision::{Kinds, Side};
use crate::intake::{Decision, Line, decision, other_list};
use crate::schema::{Country, Form};
use crate::text::lists::BareWords;
use crate::text::memo::Memo;
use crate::text::{fold, strip_marks};

/// So many lines are known for a run.
const KNOWN_LINES: usize = 4_096;

/// What lines say of the lists of a form.
#[derive(Debug)]
pub(in crate::intake) struct Titles {
    /// The kinds of document that may issue the form.
    pub(super) kinds: Kinds,
    form: Arc<Form>,
    country: Arc<Country>,
    said: Memo<Said>,
}

/// What a line says of the list.
#[derive(Clone, Copy, Debug)]
struct Said {
    draft: bool,
    supplement: bool,
    amends: bool,
    wanted: bool,
    aside: bool,
    may_lapse: bool,
}

impl Titles {
    /// Around tables of this form.
    pub(super) fn new(form: &Arc<Form>, country: &Arc<Country>) -> Self {
        Self {
            kinds: Kinds::new(form),
            form: Arc::clone(form),
            country: Arc::clone(country),
            said: Memo::of_up_to(KNOWN_LINES),
        }
    }

    /// What says that a document is a draft.
    pub(super) fn drafts(&self) -> &BareWords {
        &self.country.drafts
    }

    /// The line that says that it is a draft.
    pub(super) fn draft<'l>(&self, lines: &'l [Line]) -> Option<&'l Line> {
        lines.iter().find(|line| self.said(line).draft)
    }

    /// Whether one of the lines says that it adds to another list.
    pub(super) fn tell_supplement(&self, lines: &[Line]) -> bool {
        lines.iter().any(|line| self.said(line).supplement)
    }

    /// Whether one of them surely does.
    pub(super) fn amend(&self, lines: &[Line]) -> bool {
        lines.iter().any(|line| self.said(line).amends)
    }

    /// The line that is the title of a list of what is wanted from others.
    pub(super) fn wanted<'l>(&self, lines: &'l [Line]) -> Option<&'l Line> {
        lines.iter().find(|line| self.said(line).wanted)
    }

    /// The line that says that it holds examples, guidance or what is no longer used.
    pub(super) fn aside<'l>(&self, lines: &'l [Line]) -> Option<&'l Line> {
        lines.iter().find(|line| self.said(line).aside)
    }

    /// The line that says that the list's document is no longer in force, and since when if it tells. `own` is that document.
    pub(super) fn lapsed<'l>(
        &self,
        lines: &'l [Line],
        side: Side,
        own: Option<&Decision>,
    ) -> Option<(&'l Line, Option<Date>)> {
        let mut may = lines.iter().filter(|line| self.said(line).may_lapse);
        may.find_map(|line| Some((line, decision::lapses(&self.kinds, &self.form, (line, side), own)?)))
    }

    fn said(&self, line: &Line) -> Said {
        let (form, text) = (&self.form, line.text.as_str());
        self.said.of(text, || {
            let folded = fold(text);
            let bare = strip_marks(&folded);
            let supplement = form.language.versions.is_supplement(&bare, text);
            // A law that the list rests on was amended, too.
            let rests_on =
                form.language.documents.rests_on.iter().any(|on| bare.trim_start_matches('(').starts_with(on));
            Said {
                draft: decision::is_draft(self.drafts(), form, &bare),
                supplement,
                amends: !rests_on && form.language.versions.amends(&bare, text),
                wanted: !supplement && other_list::is_title(form, &folded, text),
                may_lapse: decision::may_lapse(&self.kinds, &bare),
                aside: form.language.asides.begin_text(&folded),
            }
        })
    }
}
