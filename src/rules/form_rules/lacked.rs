//! `column-needed`: a rule of the form would not hold of rows whose table has no column to tell it at. Told once, for it is one thing to
//! mend.

use super::super::Sink;
use super::{Asking, Held, is_faulty};
use crate::bilingual;
use crate::finding::{Finding, Group, Rule, RuleRef, Severity};
use crate::intake::{Record, Table};
use crate::schema::At;
use crate::text::{Bilingual, Language};
use crate::value::Value;

/// A form's rule asks for a column that the table does not have.
pub static COLUMN_NEEDED: Rule = Rule::builtin(
    "V326",
    Group::Value,
    "column-needed",
    Severity::Warning,
    [
        "Biểu không có cột «{column}» mà {rows} cần đến: {said}",
        "There is no column “{column}”, which is needed {rows}: {said}",
    ],
    [
        "Thêm cột «{column}» như biểu mẫu và điền ở các dòng đó",
        "Put the column “{column}” in, as the form has it, and fill it in these rows",
    ],
    [
        "Cột không bắt buộc thì có thể bỏ, nhưng quy tắc riêng của biểu mẫu có thể cần đến cột đó ở một số dòng, ví dụ thời gian hoàn thành của cơ sở dữ liệu chưa có. Khi đó cả cột được nhắc một lần, ở dòng đầu tiên cần đến.",
        "A column that is not required may be left out. Yet a rule of the form may need it in some rows, such as the time of finishing of a database that is not there yet. The column is then told once, at the first row that needs it.",
    ],
);

/// A rule that would not hold of rows whose table lacks the column that it is told at.
pub(super) struct Lacked {
    /// The index of the rule.
    rule: usize,
    /// How many rows.
    count: usize,
    /// What would be told of the first, at the first cell that the rule looks at.
    first: Finding,
}

impl Asking<'_> {
    /// Asks a rule of records that have no cell to tell it at, as if one were there and blank.
    pub(super) fn see_lacked(
        &mut self,
        (index, field): (usize, usize),
        (table, before): (&Table, usize),
        records: &[Record],
        sink: &Sink<'_>,
    ) {
        let (form, rule) = (self.form, &self.form.rules[index]);
        let looks_at = |other: &&usize| **other != field;
        if form.fields[field].required || !rule.tallies(form).is_empty() || !rule.uses(form).contains(&field) {
            return;
        }
        let known_by = self.known_by(rule);
        for (order, record) in records.iter().enumerate() {
            let others = || rule.uses(form).iter().filter(looks_at);
            let is_given = |other: &usize| {
                let entry = &record.entries[*other];
                entry.cell.is_some() && !is_faulty(&form.fields[*other], entry)
            };
            let Some(cell) = others().find_map(|other| record.entries[*other].cell) else { return };
            if record.entries[field].cell.is_some() || !others().all(is_given) {
                continue;
            }
            match self.answer((rule, &known_by), (record, before + order + 1)) {
                Ok(Held::No(_)) => {}
                Ok(Held::Yes | Held::Blank) => continue,
                // It is told where a row has such a column.
                Err(_) => return,
            }
            match self.lacked.iter_mut().find(|lacked| lacked.rule == index) {
                Some(lacked) => lacked.count += 1,
                None => {
                    let typed = |name: &str| form.field(name).map(|at| record.entries[at].typed().to_owned());
                    let at = (&form.fields[field], "", &Value::Empty);
                    let first = self.broken(rule, None, (sink.at(table, cell), at), &typed, &[]);
                    self.lacked.push(Lacked { rule: index, count: 1, first });
                }
            }
        }
    }

    /// Tells what is lacked for want of a column, once for each rule.
    pub(super) fn tell_lacked(&mut self, sink: &mut Sink<'_>) {
        for Lacked { rule, count, first } in std::mem::take(&mut self.lacked) {
            let At::Field(field) = self.form.rules[rule].at else { continue };
            let rows = match count {
                1 => Bilingual::new("dòng này", "in this row"),
                count => {
                    bilingual!("{count} dòng, đầu tiên là dòng này,", "in {count} rows, of which this is the first")
                }
            };
            let said = Bilingual {
                vi: first.message(Language::Vietnamese).into(),
                en: first.message(Language::English).into(),
            };
            let finding = Finding::new(RuleRef::from(&COLUMN_NEEDED), first.location)
                .with("column", &self.form.fields[field].called)
                .with_words("rows", rows)
                .with_words("said", said);
            sink.push(finding);
        }
    }
}
