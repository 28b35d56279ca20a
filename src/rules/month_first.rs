//! `month-first`: days of which some can only be read with the month before the day, in a form that writes the day first.

use super::{Facts, Sink, order_of};
use crate::bilingual;
use crate::cell::Cell;
use crate::finding::{Finding, Group, Rule, Severity};
use crate::intake::read::numbers_of_day;
use crate::intake::{Entry, Record, Remark, Table};
use crate::schema::{Field, Form, Kind};
use crate::text::Bilingual;
use crate::value::Value;

/// A day with the month first in a form that writes the day first, and what could be so beside it.
pub static RULE: Rule = Rule::builtin(
    "V334",
    Group::Value,
    "month-first",
    Severity::Warning,
    ["Cột «{heading}»: «{value}» {problem}.", "Column “{heading}”: “{value}” {problem}."],
    ["Ghi theo thứ tự ngày/tháng/năm", "Write it as day/month/year"],
    [
        "«5/13/2024» chỉ đọc được là ngày 13 tháng 5, trong khi biểu ghi ngày trước tháng: có thể tệp làm trên máy đặt kiểu Mỹ. Khi đó các ngày đọc được cả hai cách trong cùng cột, như «5/4/2024», cũng được nêu, trừ khi cột có nhiều ngày chỉ đọc được là ngày trước tháng hơn.",
        "“5/13/2024” can only be 13 May, where the form has the day first: the file may come from a machine with American settings. Then days of the same column that read both ways, such as “5/4/2024”, are told as well, unless more days of the column can only have the day first.",
    ],
);

/// Of every day that only makes one with its month first.
pub(super) fn facts(_: &Field, entry: &Entry) -> Option<Facts> {
    if entry.remark != Some(Remark::MonthFirst) {
        return None;
    }
    let [month, day] = numbers_of_day(entry.typed())?;
    let problem = bilingual!(
        "ghi tháng trước ngày; được hiểu là ngày {day} tháng {month}",
        "has the month first; it was taken for day {day} of month {month}"
    );
    Some(Facts::default().with_words("problem", problem))
}

/// In which order the days of each column stand.
#[derive(Default)]
pub(super) struct Orders(Vec<Order>);

/// In which order the days of a column stand.
#[derive(Default)]
struct Order {
    /// The first one with its month first, by its table and cell.
    turned: Option<(usize, Cell)>,
    months_first: usize,
    days_first: usize,
    /// Those that read both ways.
    both: Vec<(usize, Cell, String)>,
}

/// So many days that read both ways are told of a column.
const TOLD: usize = 200;

impl Orders {
    /// The days in some records of the table with this index.
    pub(super) fn see(&mut self, table: usize, records: &[Record], form: &Form) {
        if form.language.periods.is_month_first {
            return;
        }
        self.0.resize_with(form.fields.len(), Order::default);
        let is_of_days = |field: &Field| matches!(field.kind, Kind::Date { .. } | Kind::Period { unit: None, .. });
        for (index, _) in form.fields.iter().enumerate().filter(|(_, field)| is_of_days(field)) {
            records.iter().for_each(|record| self.0[index].see(table, &record.entries[index]));
        }
    }

    /// Tells of days that read both ways where others have their month first.
    pub(super) fn finish(self, form: &Form, tables: &[Table], sink: &mut Sink<'_>) {
        sink.order = order_of(&RULE);
        for (field, order) in form.fields.iter().zip(self.0) {
            let Some((table, cell)) = order.turned.filter(|_| order.months_first > order.days_first) else { continue };
            let turned = sink.at(&tables[table], cell);
            for (table, cell, typed) in order.both {
                let Some([day, month]) = numbers_of_day(&typed) else { continue };
                let place = turned.called().unwrap_or_default();
                let problem = both_ways(day, month, &place);
                let finding = Finding::new(&RULE, sink.at(&tables[table], cell)).about(&field.name, typed);
                sink.push(finding.with("heading", &field.called).with_words("problem", problem));
            }
        }
    }
}

/// What is said of a day that reads both ways.
fn both_ways(day: u8, month: u8, turned: &Bilingual) -> Bilingual {
    let (vi, en) = (&turned.vi, &turned.en);
    bilingual!(
        "được hiểu là ngày {day} tháng {month}, nhưng ô {vi} cùng cột ghi tháng trước ngày",
        "was taken for day {day} of month {month}, but {en} in the same column has the month first"
    )
}

impl Order {
    fn see(&mut self, table: usize, entry: &Entry) {
        let is_day = match &entry.value {
            Value::Date(_) => true,
            Value::Period(period) => period.start.is_some() && period.start == period.end,
            _ => false,
        };
        let Some(cell) = entry.cell.filter(|_| is_day) else { return };
        match numbers_of_day(entry.typed()) {
            Some([1..=12, 13..=31]) => {
                self.turned.get_or_insert((table, cell));
                self.months_first += 1;
            }
            Some([13..=31, _]) => self.days_first += 1,
            Some([day, month]) if day != month && self.both.len() < TOLD => {
                self.both.push((table, cell, entry.typed().to_owned()));
            }
            _ => {}
        }
    }
}
