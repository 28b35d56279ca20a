//! The words by which a document is named and cited: «Kèm theo Quyết định số 1029/QĐ-UBND ngày 15/5/2023 của …». A part of
//! `schemas/languages/*.json`. They are compared without diacritics; which documents may issue a form, the form says.

use serde::Deserialize;

use crate::text::lists::BareWords;

/// What stands around the number of a document.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DocumentWords {
    /// Before its number: «số».
    pub number: BareWords,
    /// Before its day: «ngày».
    pub day: BareWords,
    /// Before a month and a year: «15 tháng 5 năm 2023».
    pub month: BareWords,
    /// What the months are called behind that word, from the first: «tháng Giêng».
    pub months: Vec<BareWords>,
    /// See `month`.
    pub year: BareWords,
    /// Before its author: «của».
    pub of: BareWords,
    /// By which another is cited, or this one comes: «theo».
    pub by: BareWords,
    /// What stands before `by` where a form comes with the document: «kèm», «ban hành».
    pub comes_with: BareWords,
    /// What joins two documents that are named in one sentence: «và».
    pub also: BareWords,
    /// What documents are called.
    pub documents: BareWords,
    /// What a document is only cited with.
    pub cites: BareWords,
    /// First parts of symbols that stand without an issuer or before the number: `QĐ-UBND-1029`.
    pub symbols: BareWords,
    /// First parts of the symbols of documents that issue no form: `CV`.
    pub other_symbols: BareWords,
    /// Symbols of documents that are never an agency's own: of the Prime Minister, the National Assembly, the Party.
    pub superiors: BareWords,
    /// What a template is called: it tells which document it is from.
    pub templates: BareWords,
    /// The same, where it stands anywhere in a line.
    pub template_names: BareWords,
    /// Words that alone, before a number, only lead up to it from the cell before.
    pub leads_up: BareWords,
    /// What a cell ends with whose sentence goes on in the next.
    pub goes_on: BareWords,
    /// What ends an author's name: the document's subject, its day.
    pub ends_author: BareWords,
    /// What ends any name in a sentence.
    pub ends_name: Vec<String>,
    /// Where such a word is a part of a name: «chuyển đổi số».
    pub in_names: Vec<String>,
    /// What a document is enclosed with: «kèm».
    pub enclosed: BareWords,
    /// By which another document is carried out: «thực hiện».
    pub carries_out: BareWords,
    /// What a document rests on: «căn cứ».
    pub rests_on: BareWords,
    /// What the own document is called where a form comes with it.
    pub own: BareWords,
    /// How the line of a template's author begins: «mẫu số».
    pub template_beginnings: BareWords,
    /// What says that a document is no longer in force: «hết hiệu lực», «được thay thế bởi».
    pub lapsed: BareWords,
    /// What such words are about: «quyết định này», «danh mục này».
    pub itself: BareWords,
    /// The same in a title or a note above the table: «danh mục».
    pub itself_above: BareWords,
    /// Before one of `lapsed` or behind it, that it is not so, or not yet: «chưa», «đến khi».
    pub not_yet: BareWords,
    /// The label beside which it stands: «hiệu lực:».
    pub lapse_labels: BareWords,
    /// Behind one of these, that only a part of it is so: «một phần».
    pub partly: BareWords,
    /// In the name of a file, before the letter that asks: «theo CV».
    pub label_cites: BareWords,
    /// The same, before the own document.
    pub label_own: BareWords,
    /// In the name of a file, symbols of documents that may be the sender's own.
    pub label_symbols: BareWords,
}

impl DocumentWords {
    /// Takes the words of another language as well.
    pub(super) fn extend(&mut self, other: &Self) {
        let lists = [
            (&mut self.number, &other.number),
            (&mut self.day, &other.day),
            (&mut self.month, &other.month),
            (&mut self.year, &other.year),
            (&mut self.of, &other.of),
            (&mut self.by, &other.by),
            (&mut self.comes_with, &other.comes_with),
            (&mut self.also, &other.also),
            (&mut self.documents, &other.documents),
            (&mut self.cites, &other.cites),
            (&mut self.symbols, &other.symbols),
            (&mut self.other_symbols, &other.other_symbols),
            (&mut self.superiors, &other.superiors),
            (&mut self.templates, &other.templates),
            (&mut self.template_names, &other.template_names),
            (&mut self.leads_up, &other.leads_up),
            (&mut self.goes_on, &other.goes_on),
            (&mut self.ends_author, &other.ends_author),
            (&mut self.enclosed, &other.enclosed),
            (&mut self.carries_out, &other.carries_out),
            (&mut self.rests_on, &other.rests_on),
            (&mut self.own, &other.own),
            (&mut self.template_beginnings, &other.template_beginnings),
            (&mut self.lapsed, &other.lapsed),
            (&mut self.itself, &other.itself),
            (&mut self.itself_above, &other.itself_above),
            (&mut self.not_yet, &other.not_yet),
            (&mut self.lapse_labels, &other.lapse_labels),
            (&mut self.partly, &other.partly),
            (&mut self.label_cites, &other.label_cites),
            (&mut self.label_own, &other.label_own),
            (&mut self.label_symbols, &other.label_symbols),
        ];
        lists.into_iter().for_each(|(own, others)| own.extend(others));
        self.months.resize_with(self.months.len().max(other.months.len()), BareWords::default);
        self.months.iter_mut().zip(&other.months).for_each(|(own, others)| own.extend(others));
        self.ends_name.extend(other.ends_name.iter().cloned());
        self.in_names.extend(other.in_names.iter().cloned());
    }
}
