//! What an expression sees: a record, a period, a tally and the sender as values of the language.

use cel::ExecutionError;
use cel::common::traits::Indexer;
use cel::common::types::{CelBool, CelDouble, CelList, CelNull, CelString, MAP_TYPE, Type};
use cel::common::value::{CowVal, Val};
use cel::context::VariableResolver;

use super::{AGENCY, Nameable, ROW};
use crate::schema::Agency;
use crate::schema::form::{Field, Tallied};
use crate::value::{Period, Value};

/// What an agency shows to a rule.
pub(in crate::schema) const AGENCY_MEMBERS: [&str; 4] = ["code", "name", "kind", "level"];

/// What stands around the rows of a submission.
#[derive(Clone, Copy, Debug, Default)]
pub struct Surroundings<'a> {
    /// The values outside the table, in the form's order.
    pub values: &'a [Value],
    /// What the form's tallies come to, in its order; none while the rows are not all seen.
    pub tallies: &'a [Tallied],
    /// Who sent it, if that is known.
    pub sender: Option<&'a Agency>,
}

impl<'a> Surroundings<'a> {
    /// What a name means outside of the rows.
    pub(in crate::schema) fn get(&self, known: &Nameable<'_>, name: &str) -> Option<CowVal<'a, 'a>> {
        if let Some(at) = known.values.iter().position(|value| value.field.name == name) {
            return self.values.get(at).map(shown);
        }
        if let Some(at) = known.tallies.iter().position(|tally| tally.name == name) {
            return match self.tallies.get(at)? {
                Tallied::One(number) => Some(CowVal::owned(CelDouble::from(*number))),
                tallied => Some(CowVal::owned(TallyView(tallied))),
            };
        }
        (name == AGENCY).then(|| CowVal::owned(AgencyView(self.sender)))
    }
}

/// A row as a rule sees it.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// The form's names.
    pub(in crate::schema) known: Nameable<'a>,
    /// The values of its fields, in their order; none where the rule is about the submission as a whole.
    pub values: &'a [&'a Value],
    /// What stands around it.
    pub around: Surroundings<'a>,
    /// Its place among the records of its table, from 1.
    pub place: usize,
}

impl<'a> Row<'a> {
    /// A row of this form.
    pub fn new(form: &'a crate::schema::Form, values: &'a [&'a Value], around: Surroundings<'a>, place: usize) -> Self {
        Self { known: form.nameable(), values, around, place }
    }
}

impl VariableResolver for Row<'_> {
    fn resolve<'b>(&'b self, variable: &str) -> Option<CowVal<'b, 'b>> {
        let record = RecordView { fields: self.known.fields, values: self.values };
        let row = || (variable == ROW).then(|| CowVal::owned(CelDouble::from(self.place as f64)));
        record.get(variable).or_else(|| self.around.get(&self.known, variable)).or_else(row)
    }
}

/// Shows these to expressions as maps, whose members each of them gives.
macro_rules! seen_as_maps {
    ($($view:ident),*) => {$(
        value_of_the_language!($view, MAP_TYPE, as_indexer -> Indexer);

        impl Indexer for $view<'_> {
            fn get<'b, 'v>(&'b self, index: &dyn Val) -> Result<CowVal<'b, 'v>, ExecutionError>
            where
                Self: 'v,
            {
                self.member(index)
            }

            fn steal<'v>(self: Box<Self>, index: &dyn Val) -> Result<Box<dyn Val + 'v>, ExecutionError>
            where
                Self: 'v,
            {
                self.member(index).map(CowVal::into_owned)
            }
        }
    )*};
}

seen_as_maps!(TallyView, AgencyView, RecordView, PeriodView);

#[derive(Clone, Copy, Debug)]
struct TallyView<'a>(&'a Tallied);

impl TallyView<'_> {
    fn member<'b, 'v>(&'b self, index: &dyn Val) -> Result<CowVal<'b, 'v>, ExecutionError>
    where
        Self: 'v,
    {
        let key = match index.downcast_ref::<CelDouble>() {
            Some(number) => Value::Number(*number.inner()).stored().into_owned(),
            None => member_name(index)?.to_owned(),
        };
        match self.0.of_key(&key) {
            Some(number) => Ok(CowVal::owned(CelDouble::from(number))),
            None => Err(ExecutionError::no_such_key(&key)),
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct AgencyView<'a>(Option<&'a Agency>);

impl AgencyView<'_> {
    fn member<'b, 'v>(&'b self, index: &dyn Val) -> Result<CowVal<'b, 'v>, ExecutionError>
    where
        Self: 'v,
    {
        let member = member_name(index)?;
        if !AGENCY_MEMBERS.contains(&member) {
            return Err(ExecutionError::no_such_key(member));
        }
        let Some(agency) = self.0 else { return Ok(CowVal::owned(CelNull)) };
        let text = match member {
            "code" => agency.code.clone(),
            "name" => agency.name.clone(),
            "kind" => agency.kind.clone(),
            _ => agency.level.name.clone(),
        };
        Ok(CowVal::owned(CelString::from(text)))
    }
}

/// A record as a rule sees it: the values by the names of their fields.
#[derive(Clone, Copy, Debug)]
pub(in crate::schema) struct RecordView<'a> {
    pub(in crate::schema) fields: &'a [Field],
    /// In the order of the fields.
    pub(in crate::schema) values: &'a [&'a Value],
}

impl<'a> RecordView<'a> {
    fn get(&self, name: &str) -> Option<CowVal<'a, 'a>> {
        let at = self.fields.iter().position(|field| field.name == name)?;
        Some(shown(self.values.get(at)?))
    }
}

impl VariableResolver for RecordView<'_> {
    fn resolve<'b>(&'b self, variable: &str) -> Option<CowVal<'b, 'b>> {
        self.get(variable)
    }
}

impl RecordView<'_> {
    fn member<'b, 'v>(&'b self, index: &dyn Val) -> Result<CowVal<'b, 'v>, ExecutionError>
    where
        Self: 'v,
    {
        let name = member_name(index)?;
        match RecordView::get(self, name) {
            Some(value) => Ok(CowVal::Owned(value.into_owned())),
            None => Err(ExecutionError::no_such_key(name)),
        }
    }
}

/// A value as a rule sees it.
pub(in crate::schema) fn shown(value: &Value) -> CowVal<'_, '_> {
    match value {
        Value::Empty => CowVal::owned(CelNull),
        Value::Text(text) => CowVal::owned(CelString::from(text.as_str())),
        Value::Number(number) => CowVal::owned(CelDouble::from(*number)),
        Value::Flag(flag) => CowVal::owned(CelBool::from(*flag)),
        Value::Date(date) => CowVal::owned(CelString::from(date.to_string())),
        Value::Period(period) => CowVal::owned(PeriodView(period)),
        Value::List(items) => {
            let items: Vec<Box<dyn Val + '_>> =
                items.iter().map(|item| Box::new(CelString::from(item.as_str())) as Box<dyn Val + '_>).collect();
            CowVal::owned(CelList::from(items))
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct PeriodView<'a>(&'a Period);

impl PeriodView<'_> {
    fn member<'b, 'v>(&'b self, index: &dyn Val) -> Result<CowVal<'b, 'v>, ExecutionError>
    where
        Self: 'v,
    {
        let period: &Period = self.0;
        let day = |day: Option<jiff::civil::Date>| match day {
            Some(day) => CowVal::owned(CelString::from(day.to_string())),
            None => CowVal::owned(CelNull),
        };
        match member_name(index)? {
            "text" => Ok(CowVal::owned(CelString::from(period.text.clone()))),
            "start" => Ok(day(period.start)),
            "end" => Ok(day(period.end)),
            "open" => Ok(CowVal::owned(CelBool::from(period.open))),
            "recurring" => Ok(CowVal::owned(CelBool::from(period.recurring))),
            other => Err(ExecutionError::no_such_key(other)),
        }
    }
}

fn member_name(index: &dyn Val) -> Result<&str, ExecutionError> {
    match index.downcast_ref::<CelString<'_>>() {
        Some(name) => Ok(name.inner()),
        None => {
            Err(ExecutionError::UnexpectedType { got: index.get_type().name().to_owned(), want: "string".to_owned() })
        }
    }
}
