//! The form's own rules between columns, such as `finish-before-start`: CEL expressions in its schema. And `rule-not-asked`: one of
//! them has no answer for a record.

use super::Sink;
use crate::finding::{Argument, Finding, Group, Rule, RuleRef, Severity, placeholders};
use crate::intake::{Record, Remark, Table};
use crate::schema::{Form, FormRule, Unanswered};
use crate::text::Bilingual;
use crate::value::Value;

/// A form's rule could not be asked.
pub static RULE: Rule = Rule::builtin(
    "R403",
    Group::Relation,
    "rule-not-asked",
    Severity::Warning,
    [
        "Không xét được quy tắc «{rule}» của biểu mẫu {rows}: {reason}.",
        "The form's rule “{rule}” could not be asked {rows}: {reason}.",
    ],
    [
        "Kiểm tra giá trị ở {columns}; nếu đúng, đề nghị cơ quan ban hành biểu mẫu sửa điều kiện của quy tắc",
        "Check the values of {columns}; if they are right, ask those who keep the form to mend the rule's condition",
    ],
    [
        "Quy tắc riêng của biểu mẫu là một điều kiện giữa các cột. Có giá trị làm điều kiện không có kết quả, ví dụ chia cho 0 hoặc phải tính quá nhiều bước. Khi đó dòng không được coi là đúng, cũng không bị coi là sai. Mỗi nguyên nhân được nêu một lần, ở dòng đầu tiên, kèm số dòng.",
        "A form's own rule is a condition between columns. With some values a condition has no answer, for example because it divides by zero or takes too many steps. The row is then taken neither for right nor for wrong. Each cause is told once, at the first row, with the number of rows.",
    ],
);

/// A rule without an answer, for one reason.
pub(super) struct NotAsked {
    rule: RuleRef,
    why: Unanswered,
    /// How many records it is.
    count: usize,
    /// At the first of them.
    finding: Finding,
}

impl NotAsked {
    /// That it was so many records.
    pub(super) fn finding(self) -> Finding {
        let rows = match self.count {
            1 => Bilingual::new("ở dòng này", "of this row"),
            count => Bilingual {
                vi: format!("ở {count} dòng, đầu tiên là dòng này").into(),
                en: format!("of {count} rows, of which this is the first").into(),
            },
        };
        self.finding.with_words("rows", rows)
    }
}

/// Asks the form's rules of every record. A rule is not asked when a field that it names has no column or could not be
/// read: that fault is told already.
pub(super) fn check(form: &Form, table: &Table, records: &[Record], sink: &mut Sink<'_>) {
    for rule in &form.rules {
        for record in records.iter().filter(|record| is_askable(form, rule, record)) {
            let Some(cell) = record.entries[rule.at].cell else { continue };
            let own = RuleRef::Form(rule.rule.clone());
            let is_endless = |other: &NotAsked| other.rule == own && matches!(other.why, Unanswered::Steps(_));
            // What takes too long for one record is not tried on a million.
            if sink.not_asked.iter().any(is_endless) {
                break;
            }
            let values: Vec<&Value> = record.entries.iter().map(|entry| &entry.value).collect();
            let (field, entry) = (&form.fields[rule.at], &record.entries[rule.at]);
            let about = |rule: RuleRef, sink: &Sink<'_>| {
                Finding::new(rule, sink.at(table, cell)).about(&field.name, entry.typed())
            };
            match rule.holds(form, &values) {
                Ok(Some(true) | None) => {}
                Ok(Some(false)) => {
                    let mut finding = about(own, sink).with("heading", &field.title);
                    let named = form.fields.iter().zip(&record.entries);
                    for (field, entry) in named.filter(|(field, _)| is_named(&rule.rule, &field.name)) {
                        finding.arguments.insert(field.name.clone().into(), Argument::text(entry.typed()));
                    }
                    sink.push(finding);
                }
                Err(why) => match sink.not_asked.iter_mut().find(|other| other.rule == own && other.why == why) {
                    Some(other) => other.count += 1,
                    None => {
                        let columns = |quoted: fn(&str) -> String| -> Vec<String> {
                            rule.uses(form).iter().map(|field| quoted(&form.fields[*field].title)).collect()
                        };
                        let columns = Bilingual {
                            vi: columns(|title| format!("«{title}»")).join(", ").into(),
                            en: columns(|title| format!("“{title}”")).join(", ").into(),
                        };
                        let finding = about(RuleRef::from(&RULE), sink)
                            .with("rule", &*rule.rule.name)
                            .with_words("reason", why.words())
                            .with_words("columns", columns);
                        sink.not_asked.push(NotAsked { rule: own, why, count: 1, finding });
                    }
                },
            }
        }
    }
}

/// Whether the rule's sentences name this field.
fn is_named(rule: &Rule, field: &str) -> bool {
    let Rule { message, help, .. } = rule;
    let templates = [&message.vi, &message.en, &help.vi, &help.en];
    templates.into_iter().flat_map(|template| placeholders(template)).any(|placeholder| placeholder == field)
}

fn is_askable(form: &Form, rule: &FormRule, record: &Record) -> bool {
    rule.uses(form).iter().all(|field| {
        let entry = &record.entries[*field];
        // A value outside a list that the form does not insist on is as good as any.
        let is_lenient = form.fields[*field].kind.is_lenient();
        let unread = !is_lenient && matches!(entry.remark, Some(Remark::NotInList(..)))
            || matches!(
                entry.remark,
                Some(Remark::NotAPeriod | Remark::NotAUrl | Remark::WrongType | Remark::Error | Remark::Uncalculated)
            );
        entry.cell.is_some() && !unread
    })
}
