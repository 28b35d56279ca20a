//! `not-in-percent`: numbers in a column that counts in percent which look like shares of one, or like ones that lost their point.

use super::{Sink, order_of};
use crate::cell::Cell;
use crate::finding::{Finding, Group, Rule, Severity};
use crate::intake::{Record, Table};
use crate::schema::{Form, Kind};
use crate::text::Bilingual;
use crate::value::Value;

/// A number that is hardly meant in percent, in a column that counts so.
pub static RULE: Rule = Rule::builtin(
    "V335",
    Group::Value,
    "not-in-percent",
    Severity::Warning,
    [
        "Cột «{heading}» tính theo phần trăm: «{value}» {problem}.",
        "Column “{heading}” counts in percent: “{value}” {problem}.",
    ],
    ["Ghi 83,3 cho 83,3%; nếu số đã đúng thì không phải làm gì", "Write 83.3 for 83.3%; if it is right, nothing"],
    [
        "Tên cột có dấu % nên 0,833 là 0,833%. Nêu một lần cho mỗi cột, khi mọi số không quá 1 và có số lẻ đến phần trăm, khi số nhỏ hơn 1 có nhiều hơn các số khác ít nhất hai chữ số thập phân, hoặc khi có số từ 1000 trở lên mà không có số nào giữa 100 và 1000.",
        "The heading has the sign %, so 0.833 is 0.833%. Told once a column: where no number is above 1 and one has hundredths, where one below 1 has at least two decimals more than the others, or where one is 1000 or more and none lies between 100 and 1000.",
    ],
);

/// So many numbers of a column are looked at.
const SEEN: usize = 2_000;
/// No share of anything is so many percent.
const TOO_MUCH: f64 = 1_000.0;

/// The numbers above zero of each column that counts in percent: the index of their table, their cell, as typed, as read.
#[derive(Default)]
pub(super) struct Percents(Vec<Vec<(usize, Cell, String, f64)>>);

impl Percents {
    /// The numbers in some records of the table with this index.
    pub(super) fn see(&mut self, table: usize, records: &[Record], form: &Form) {
        self.0.resize_with(form.fields.len(), Vec::new);
        for ((index, field), seen) in form.fields.iter().enumerate().zip(&mut self.0) {
            if matches!(&field.kind, Kind::Number { figures, .. } if figures.in_percent) {
                let entries = records.iter().map(|record| &record.entries[index]);
                let numbers = entries.filter_map(|entry| match (entry.cell?, &entry.value, entry.typed()) {
                    // «8330%» is none that anybody means.
                    (cell, Value::Number(number), typed)
                        if *number >= TOO_MUCH || *number > 0.0 && !typed.contains('%') =>
                    {
                        Some((table, cell, typed.to_owned(), *number))
                    }
                    _ => None,
                });
                seen.extend(numbers.take(SEEN.saturating_sub(seen.len())));
            }
        }
    }

    /// Tells each column once, at the first such number.
    pub(super) fn finish(self, form: &Form, tables: &[Table], sink: &mut Sink<'_>) {
        sink.order = order_of(&RULE);
        for (field, seen) in form.fields.iter().zip(self.0) {
            let numbers: Vec<f64> = seen.iter().map(|(.., number)| *number).collect();
            let Some((at, problem)) = odd(&numbers) else { continue };
            let (table, cell, typed, _) = &seen[at];
            let finding = Finding::new(&RULE, sink.at(&tables[*table], *cell)).about(&field.name, typed.as_str());
            sink.push(finding.with("heading", &field.called).with_words("problem", problem));
        }
    }
}

/// Which of these numbers is hardly meant in percent, and why.
fn odd(numbers: &[f64]) -> Option<(usize, Bilingual)> {
    let decimals = |number: &f64| number.to_string().split_once('.').map_or(0, |(_, behind)| behind.len());
    let at = |is_it: &dyn Fn(&f64) -> bool| numbers.iter().position(is_it);
    let large = || numbers.iter().filter(|number| **number >= 1.0);
    let most = large().map(decimals).max().unwrap_or_default();
    if let Some(at) = at(&|number| *number >= TOO_MUCH)
        && !large().any(|number| *number > 100.0 && *number < TOO_MUCH)
    {
        return Some((
            at,
            Bilingual::new("quá lớn; có thể đã mất dấu thập phân", "is too much; it may have lost its point"),
        ));
    }
    if numbers.len() > 1 && large().all(|number| *number <= 1.0) {
        let problem = Bilingual::new("và mọi số khác không quá 1", "and all other numbers are not above 1");
        return Some((at(&|number| decimals(number) >= 2)?, problem));
    }
    let problem =
        Bilingual::new("nhỏ hơn 1, khác thang với các số khác", "is below 1, on another scale than the others");
    Some((at(&|number| *number < 1.0 && decimals(number) >= 3.max(most + 2))?, problem)).filter(|_| numbers.len() > 1)
}
