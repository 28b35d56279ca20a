//! What kind of field its type, format and constraints make, and what else may be said of such a field.

use crate::text::hashed::{HashMap, HashSet};
use crate::text::trouble::Because;
use crate::{bilingual, insist, trouble};

use jiff::civil::Date;

use super::file::{Bound, Constraints, FieldFile, FieldPart, KindName, ListFile, ValuesFile};
use super::{Kind, Listing, Lists};
use crate::finding::Severity;
use crate::schema::slips::did_you_mean;
use crate::schema::{Figures, Range};
use crate::text::{Bilingual, fold};
use crate::value::Unit;

/// Table Schema types that can be read, each with the kind of field that it makes.
const TYPES: [&str; 8] = ["string", "integer", "number", "boolean", "date", "year", "yearmonth", "list"];

/// What kind of field it is; `lists` reads the lists that stand in files of their own.
pub(super) fn parse_kind(file: &FieldFile, lists: &Lists<'_>) -> anyhow::Result<Kind> {
    let (constraints, part) = (&file.constraints, &file.form);
    let kind_of_table = file.kind.as_deref().unwrap_or("string");
    if !TYPES.contains(&kind_of_table) {
        let near = did_you_mean(kind_of_table, TYPES);
        trouble!("không có kiểu `{kind_of_table}`{}", "unknown type `{kind_of_table}`{}", near);
    }
    let has_values = constraints.listed.is_some() || part.values.is_some();
    let implied = match (kind_of_table, file.format.as_deref()) {
        ("integer" | "number", _) => KindName::Number,
        ("boolean", _) => KindName::Flag,
        ("date", _) => KindName::Date,
        ("year" | "yearmonth", _) => KindName::Period,
        ("list", _) => KindName::List,
        (_, Some("uri")) => KindName::Url,
        _ if has_values => KindName::Listed,
        _ => KindName::Text,
    };
    let name = part.kind.unwrap_or(implied);
    let shown = name.shown();
    // What is stored must be what the Table Schema promises to those who read the data after us.
    insist!(
        name == implied || kind_of_table == "string" && !matches!(name, KindName::List | KindName::Number),
        "loại `{shown}` không đi với kiểu `{kind_of_table}`",
        "kind `{shown}` does not go with type `{kind_of_table}`"
    );
    let format = format_of_days(file, name)?;
    refuse_strangers(file, name, has_values)?;
    Ok(match name {
        KindName::Text => Kind::Text,
        KindName::Ordinal => Kind::Ordinal,
        KindName::Number => Kind::Number {
            whole: kind_of_table == "integer",
            range: range(constraints, numbers)?,
            figures: Figures {
                decimal: file.decimal,
                group: file.group,
                in_words: file.bare_number == Some(false),
                in_percent: [Some(&file.title), part.group.as_ref()].into_iter().flatten().any(|it| it.contains('%')),
                money: Vec::new(),
            },
        },
        KindName::Flag => flag(file)?,
        KindName::Date => Kind::Date { format, range: range(constraints, days)? },
        KindName::Period => Kind::Period {
            concrete: part.concrete,
            since: part.since,
            unit: match kind_of_table {
                "year" => Some(Unit::Year),
                "yearmonth" => Some(Unit::Month),
                _ => None,
            },
        },
        KindName::Url => Kind::Url,
        KindName::Listed => Kind::Listed(parse_listing(constraints, part, name, lists)?),
        KindName::List => Kind::List(parse_listing(constraints, part, name, lists)?),
    })
}

/// How days are written in the field; an order of days within periods is the form's.
fn format_of_days(file: &FieldFile, name: KindName) -> anyhow::Result<Option<String>> {
    let shown = name.shown();
    Ok(match file.format.as_deref() {
        None | Some("default") => None,
        Some("any") if name == KindName::Date => None,
        Some(format) if name == KindName::Date => Some(checked_format(format)?),
        // It says in which order the numbers of a day stand.
        Some(format) if name == KindName::Period && format.starts_with('%') => {
            checked_format(format)?;
            None
        }
        Some("uri") if name == KindName::Url => None,
        Some(format) => trouble!(
            "`format` là `{format}`, không hiểu được với loại `{shown}`",
            "format `{format}` is not understood for kind `{shown}`"
        ),
    })
}

/// A format for days such as `%m/%d/%Y`.
fn checked_format(format: &str) -> anyhow::Result<String> {
    let day = jiff::civil::date(2023, 11, 15);
    let written = jiff::fmt::strtime::format(format, day).ok();
    if !written.is_some_and(|written| Date::strptime(format, &written).is_ok_and(|read| read == day)) {
        trouble!(
            "`format` là `{format}`, không đọc được ngày; ví dụ đúng: `%m/%d/%Y`",
            "`format` is `{format}`, which reads no day; one that does is `%m/%d/%Y`"
        );
    }
    Ok(format.to_owned())
}

fn flag(file: &FieldFile) -> anyhow::Result<Kind> {
    let folded =
        |values: &Option<Vec<String>>| -> Vec<String> { values.iter().flatten().map(|value| fold(value)).collect() };
    let (yes, no) = (folded(&file.true_values), folded(&file.false_values));
    if let Some(both) = yes.iter().find(|value| no.contains(value)) {
        trouble!(
            "`{both}` có cả trong `trueValues` và `falseValues`",
            "`{both}` is in `trueValues` and in `falseValues`"
        );
    }
    let first = |values: &Option<Vec<String>>| values.as_ref().and_then(|values| values.first().cloned());
    let shown = first(&file.true_values).zip(first(&file.false_values)).map(|(yes, no)| [yes, no]);
    Ok(Kind::Flag { yes, no, shown })
}

/// What a number or a day may be.
fn range<T: PartialOrd>(
    constraints: &Constraints,
    read: impl Fn(&Bound) -> anyhow::Result<T>,
) -> anyhow::Result<Range<T>> {
    let bound = |key: &'static str, bound: &Option<Bound>| {
        bound.as_ref().map(&read).transpose().because(|| Bilingual::same(&format!("`{key}`")))
    };
    let listed = constraints
        .listed
        .iter()
        .flatten()
        .map(&read)
        .collect::<anyhow::Result<Vec<T>>>()
        .because(|| Bilingual::same("`enum`"))?;
    let range = Range {
        least: bound("minimum", &constraints.minimum)?,
        most: bound("maximum", &constraints.maximum)?,
        above: bound("exclusiveMinimum", &constraints.exclusive_minimum)?,
        below: bound("exclusiveMaximum", &constraints.exclusive_maximum)?,
        listed,
    };
    if range.is_empty() {
        trouble!(
            "không giá trị nào nằm trong phạm vi: `minimum` lớn hơn `maximum`",
            "no value is within the range: `minimum` is over `maximum`"
        );
    }
    Ok(range)
}

fn numbers(bound: &Bound) -> anyhow::Result<f64> {
    match bound {
        Bound::Number(number) => Ok(*number),
        Bound::Text(text) => match text.parse() {
            Ok(number) => Ok(number),
            Err(_) => trouble!("`{text}` không phải số", "`{text}` is no number"),
        },
    }
}

fn days(bound: &Bound) -> anyhow::Result<Date> {
    let text = match bound {
        Bound::Text(text) => text.clone(),
        Bound::Number(number) => number.to_string(),
    };
    match text.parse() {
        Ok(day) => Ok(day),
        Err(_) => trouble!("`{text}` không phải ngày như 2023-06-15", "`{text}` is no day such as 2023-06-15"),
    }
}

/// A value of a list, which is text.
fn text(bound: &Bound) -> String {
    match bound {
        Bound::Text(text) => text.clone(),
        Bound::Number(number) => number.to_string(),
    }
}

/// Refuses what is only for fields of other kinds.
fn refuse_strangers(file: &FieldFile, name: KindName, has_values: bool) -> anyhow::Result<()> {
    refuse_strange_constraints(file, name)?;
    let (constraints, part) = (&file.constraints, &file.form);
    let is_list = matches!(name, KindName::Listed | KindName::List);
    let is_ranged = matches!(name, KindName::Number | KindName::Date);
    let only_listed = constraints.listed.is_some() && is_ranged && part.values.is_none();
    insist!(
        is_list || ((!has_values || only_listed) && part.synonyms.is_empty() && part.hints.is_empty()),
        "`values`, `synonyms`, `hints` chỉ dùng cho trường có danh sách",
        "values, synonyms and hints are only for listed fields"
    );
    insist!(
        is_list || part.otherwise.is_none(),
        "`otherwise` chỉ dùng cho trường có danh sách",
        "`otherwise` is only for listed fields"
    );
    insist!(
        name == KindName::List || part.discouraged.is_empty(),
        "`discouraged` chỉ dùng cho trường kiểu `list`",
        "`discouraged` is only for fields of type `list`"
    );
    insist!(
        name == KindName::List || !part.repeats,
        "`repeats` chỉ dùng cho trường kiểu `list`",
        "`repeats` is only for fields of type `list`"
    );
    for (key, is_set) in [("concrete", part.concrete), ("since", part.since), ("begins", part.begins)] {
        insist!(
            matches!(name, KindName::Period) || !is_set,
            "`{key}` chỉ dùng cho thời gian",
            "`{key}` is only for periods"
        );
    }
    if name == KindName::List {
        insist!(
            file.delimiter.as_deref() == Some("; "),
            "danh sách cần `\"delimiter\": \"; \"`, vì các mục được lưu như vậy",
            "a list needs `\"delimiter\": \"; \"`, for that is how its values are stored"
        );
        insist!(
            file.item_type.as_deref().is_none_or(|item| item == "string"),
            "các mục của danh sách có kiểu `string`",
            "the items of a list are of type `string`"
        );
    } else {
        insist!(
            file.delimiter.is_none() && file.item_type.is_none(),
            "`delimiter` và `itemType` chỉ dùng cho danh sách",
            "`delimiter` and `itemType` are only for lists"
        );
    }
    Ok(())
}

/// Refuses bounds, patterns and signs that are only for fields of other kinds.
fn refuse_strange_constraints(file: &FieldFile, name: KindName) -> anyhow::Result<()> {
    let constraints = &file.constraints;
    let is_ranged = matches!(name, KindName::Number | KindName::Date);
    let is_text = matches!(name, KindName::Text | KindName::Url | KindName::Listed | KindName::Ordinal);
    let bounds =
        [&constraints.minimum, &constraints.maximum, &constraints.exclusive_minimum, &constraints.exclusive_maximum];
    insist!(
        is_ranged || bounds.iter().all(|bound| bound.is_none()),
        "`minimum`, `maximum`, kể cả dạng `exclusive…`, chỉ dùng cho số và ngày",
        "`minimum` and `maximum`, also exclusive ones, are only for numbers and days"
    );
    insist!(
        is_text || constraints.pattern.is_none() && constraints.min_length.is_none(),
        "`pattern` và `minLength` chỉ dùng cho văn bản",
        "`pattern` and `minLength` are only for texts"
    );
    insist!(
        name == KindName::Flag || file.true_values.is_none() && file.false_values.is_none(),
        "`trueValues` và `falseValues` chỉ dùng cho trường kiểu `boolean`",
        "`trueValues` and `falseValues` are only for fields of type `boolean`"
    );
    insist!(
        name == KindName::Number || file.decimal.is_none() && file.group.is_none() && file.bare_number.is_none(),
        "`decimalChar`, `groupChar` và `bareNumber` chỉ dùng cho số",
        "`decimalChar`, `groupChar` and `bareNumber` are only for numbers"
    );
    insist!(
        file.decimal.is_none() || file.decimal != file.group,
        "`decimalChar` và `groupChar` là cùng một dấu",
        "`decimalChar` and `groupChar` are one and the same sign"
    );
    Ok(())
}

fn parse_listing(
    constraints: &Constraints,
    part: &FieldPart,
    name: KindName,
    lists: &Lists<'_>,
) -> anyhow::Result<Listing> {
    let values = values_of(constraints, part, name, lists)?;
    insist!(!values.is_empty(), "danh sách giá trị trống", "the list of values is empty");
    check_spellings(part, &values)?;
    let source = match &part.values {
        Some(ValuesFile::Elsewhere(list)) => Some(list.file.clone()),
        _ => None,
    };
    let hints = part.hints.clone();
    let listing = Listing::new(values, part.synonyms.clone(), part.otherwise, part.discouraged.clone());
    let mut listing = listing.with_hints(&hints);
    (listing.source, listing.keeps_repeats) = (source, part.repeats);
    Ok(listing)
}

fn values_of(
    constraints: &Constraints,
    part: &FieldPart,
    name: KindName,
    lists: &Lists<'_>,
) -> anyhow::Result<Vec<String>> {
    Ok(match (&constraints.listed, &part.values) {
        (Some(_), Some(_)) => {
            trouble!("có cả `enum` và `values`, chỉ được ghi một", "`enum` and `values` are both given")
        }
        (Some(_), None) if name == KindName::List => {
            trouble!(
                "`enum` sẽ áp dụng cho cả danh sách: ghi các mục cho phép ở `values` trong `form`",
                "`enum` would hold for the whole list: give the allowed items in the form's `values`"
            )
        }
        (Some(_), None) if part.otherwise.is_some_and(|otherwise| otherwise != Severity::Error) => {
            trouble!(
                "`enum` là bắt buộc: nếu có `otherwise` thì ghi các giá trị ở `values` trong `form`",
                "`enum` is strict: with `otherwise` give the values in the form's `values`"
            )
        }
        (Some(values), None) => values.iter().map(text).collect(),
        (None, Some(ValuesFile::Here(values))) => values.clone(),
        (None, Some(ValuesFile::Elsewhere(list))) => {
            let (file, column) = (&list.file, &list.column);
            let values = column_of(list, lists);
            values.because(|| {
                bilingual!("đọc cột `{column}` của danh sách {file}", "reading column `{column}` of list {file}")
            })?
        }
        (None, None) => trouble!(
            "trường có danh sách cần `enum`, hoặc `values` trong `form` của nó",
            "a listed field needs `enum`, or `values` in its `form`"
        ),
    })
}

/// That no spelling means two values, and that what is said of a value is said of one of the list.
fn check_spellings(part: &FieldPart, values: &[String]) -> anyhow::Result<()> {
    // Each spelling, however people type it, means one value.
    let mut meanings: HashMap<String, &str> = HashMap::default();
    let is_file = matches!(part.values, Some(ValuesFile::Elsewhere(_)));
    for value in values.iter().chain(&part.discouraged) {
        insist!(!value.trim().is_empty(), "danh sách có một giá trị để trống", "a value of the list is blank");
        if meanings.insert(fold(value), value).is_some() && !is_file {
            trouble!("giá trị «{value}» có hai lần", "value “{value}” stands twice");
        }
    }
    for (value, spellings) in &part.synonyms {
        if !values.contains(value) && !part.discouraged.contains(value) {
            let near = did_you_mean(value, values);
            trouble!(
                "`synonyms` của «{value}», không có trong danh sách{}",
                "synonyms for “{value}”, which is not a listed value{}",
                near
            );
        }
        for spelling in spellings {
            match meanings.insert(fold(spelling), value) {
                Some(other) if other != value => trouble!(
                    "cách viết «{spelling}» chỉ cả «{other}» lẫn «{value}»",
                    "synonym “{spelling}” means both “{other}” and “{value}”"
                ),
                Some(_) => trouble!(
                    "cách viết «{spelling}» của «{value}» có hai lần",
                    "synonym “{spelling}” of “{value}” stands twice"
                ),
                None => {}
            }
        }
    }
    if let Some(value) = part.hints.keys().find(|value| !values.contains(value)) {
        let near = did_you_mean(value, values);
        trouble!(
            "`hints` của «{value}», không có trong danh sách{}",
            "hints for “{value}”, which is not a listed value{}",
            near
        );
    }
    Ok(())
}

/// The values in a column of a CSV file, each once.
fn column_of(list: &ListFile, lists: &Lists<'_>) -> anyhow::Result<Vec<String>> {
    let csv = lists(&list.file)?;
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(csv.as_bytes());
    let headers = reader.headers()?.clone();
    let Some(at) = headers.iter().position(|header| header == list.column) else {
        let column = &list.column;
        trouble!("không có cột `{column}`{}", "unknown column `{column}`{}", did_you_mean(column, headers.iter()));
    };
    let mut seen = HashSet::default();
    let mut values = Vec::new();
    for row in reader.records() {
        let row = row?;
        if let Some(value) = row.get(at).filter(|value| !value.is_empty())
            && seen.insert(value.to_owned())
        {
            values.push(value.to_owned());
        }
    }
    Ok(values)
}
