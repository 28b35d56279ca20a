//! `two-scales`: percentages and plain numbers in one column, of which one says 0.7 for what the other says 70 for.

use super::{Sink, order_of};
use crate::cell::Cell;
use crate::finding::{Finding, Group, Rule, Severity};
use crate::intake::{Entry, Record, Table};
use crate::schema::{Form, Kind};
use crate::value::Value;

/// Percentages and plain numbers in one column of numbers.
pub static RULE: Rule = Rule::builtin(
    "V330",
    Group::Value,
    "two-scales",
    Severity::Warning,
    [
        "Cột «{heading}»: «{value}» và «{other}» (ô {first}) theo hai thang: {percentages} ô ghi phần trăm, {plain} ô không có dấu %.",
        "Column “{heading}”: “{value}” and “{other}” ({first}) are on two scales: {percentages} {percentages?cell is a percentage|cells are percentages}, {plain} {plain?has no sign|have no sign} %.",
    ],
    [
        "Ghi cả cột theo một cách: cùng là số, hoặc cùng định dạng phần trăm",
        "Write the whole column in one way: all as numbers, or all as percentages",
    ],
    [
        "Ô định dạng phần trăm hiện «70%» nhưng giữ số 0,7; ô bên cạnh ghi 85 và nghĩa là 85%. Cộng hay so sánh hai ô đó đều sai trăm lần. Chỉ nêu khi ô không có dấu % lớn hơn 3 và lớn hơn ba lần mọi phần trăm của cột; ở cột có dấu % ở tiêu đề, «70%» được hiểu là 70: khi ấy nêu ô không có dấu % từ 1 trở xuống và nhỏ hơn một phần ba mọi phần trăm của cột.",
        "A cell formatted as a percentage shows “70%” and holds 0.7; the one beside it says 85 and means 85%. To add or compare them is wrong a hundredfold. Told only where the cell without the sign is above 3 and above three times every percentage of the column; where the heading has the sign, “70%” is taken for 70, and told is a cell without the sign of 1 or less and below a third of every percentage.",
    ],
);

/// The numbers of each column.
#[derive(Default)]
pub(super) struct Scales(Vec<Scale>);

/// The numbers of a column.
#[derive(Default)]
struct Scale {
    /// The first percentage: its table, its cell, as shown.
    percentage: Option<Place>,
    percentages: usize,
    /// The one of them that is nearest to the other scale: the greatest, or the least where the column counts in percent.
    nearest: Option<f64>,
    /// The first number without the sign that is too large for a share, or may be one where the column counts in percent; and the
    /// greatest such number.
    plain: Option<Place>,
    plains: usize,
    largest: f64,
}

/// A table by its index, a cell, and what it says.
type Place = (usize, Cell, String);

/// No share that is counted from 0 to 1 is larger: growth to three times as much.
const LARGEST_SHARE: f64 = 3.0;

impl Scales {
    /// The numbers in some records of the table with this index.
    pub(super) fn see(&mut self, table: usize, records: &[Record], form: &Form) {
        self.0.resize_with(form.fields.len(), Scale::default);
        for (index, field) in form.fields.iter().enumerate() {
            if let Kind::Number { figures, .. } = &field.kind {
                let scale = &mut self.0[index];
                records.iter().for_each(|record| scale.see((table, figures.in_percent), &record.entries[index]));
            }
        }
    }

    /// Tells each column once, at a number without the sign.
    pub(super) fn finish(self, form: &Form, tables: &[Table], sink: &mut Sink<'_>) {
        sink.order = order_of(&RULE);
        for (field, scale) in form.fields.iter().zip(self.0) {
            let (Some(percentage), Some(nearest), Some(plain)) = (scale.percentage, scale.nearest, scale.plain) else {
                continue;
            };
            let in_percent = matches!(&field.kind, Kind::Number { figures, .. } if figures.in_percent);
            let [low, high] = if in_percent { [scale.largest, nearest] } else { [nearest, scale.largest] };
            if high <= LARGEST_SHARE * low {
                continue;
            }
            let place = |(table, cell, _): &Place| sink.at(&tables[*table], *cell);
            let (first, at) = (place(&percentage), place(&plain));
            let shown = first.called().unwrap_or_default();
            let finding = Finding::new(&RULE, at)
                .about(&field.name, plain.2)
                .with("heading", &field.called)
                .with("other", percentage.2)
                .with_place("first", first, shown)
                .with("percentages", scale.percentages.to_string())
                .with("plain", scale.plains.to_string());
            sink.push(finding);
        }
    }
}

impl Scale {
    fn see(&mut self, (table, in_percent): (usize, bool), entry: &Entry) {
        let (Some(cell), Value::Number(number)) = (entry.cell, &entry.value) else { return };
        let place = || (table, cell, entry.typed().to_owned());
        if entry.typed().contains('%') {
            self.percentage.get_or_insert_with(place);
            self.percentages += 1;
            let nearer = if in_percent { f64::min } else { f64::max };
            self.nearest = Some(self.nearest.map_or(number.abs(), |nearest| nearer(nearest, number.abs())));
        } else if if in_percent { *number > 0.0 && *number <= 1.0 } else { *number > LARGEST_SHARE } {
            self.plain.get_or_insert_with(place);
            self.plains += 1;
            self.largest = self.largest.max(*number);
        }
    }
}
