//! The sheets that a workbook lists, whatever its format: how many there may be, that each has a name of its own, and that each
//! fault is told with the sheet it is on.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::refusal::Fault;
use super::{Sheet, Visibility, limits};
use crate::text::Bilingual;

/// A sheet as the workbook lists it.
#[derive(Clone, Debug)]
pub(super) struct Listed<Place> {
    pub(super) name: Arc<str>,
    pub(super) visibility: Visibility,
    /// Where its cells are.
    pub(super) place: Place,
}

/// The sheets that hold cells, in their order.
#[derive(Clone, Debug)]
pub(super) struct Sheets<Place> {
    listed: Vec<Listed<Place>>,
    names: BTreeSet<Arc<str>>,
}

impl<Place> Sheets<Place> {
    pub(super) fn new() -> Self {
        Self { listed: Vec::new(), names: BTreeSet::new() }
    }

    /// Lists one more. Sheets of charts, macros, modules and dialogs have no place, and are passed over. Errs when there are too
    /// many, or two of one name: places in reports are told by it.
    pub(super) fn add(&mut self, name: Arc<str>, visibility: Visibility, place: Option<Place>) -> Result<(), Fault> {
        if self.names.len() >= limits::SHEETS {
            let what = Bilingual::new("Số trang tính", "The number of sheets");
            return Err(Fault::too_large(what, format!("> {}", limits::SHEETS), limits::SHEETS));
        }
        if !self.names.insert(Arc::clone(&name)) {
            return Err(Fault::two_sheets_of_one_name(&name));
        }
        self.listed.extend(place.map(|place| Listed { name, visibility, place }));
        Ok(())
    }

    /// Reads each of them. Errs if there is none.
    pub(super) fn read(
        self,
        mut read: impl FnMut(&Listed<Place>) -> Result<Sheet, Fault>,
    ) -> Result<Vec<Sheet>, Fault> {
        if self.listed.is_empty() {
            return Err(Fault::no_sheets());
        }
        self.listed.iter().map(|listed| read(listed).map_err(|fault| fault.on_sheet(&listed.name))).collect()
    }
}

impl Visibility {
    /// As both binary formats of Excel number it.
    pub(super) fn numbered(number: u32) -> Self {
        match number {
            1 => Self::Hidden,
            2 => Self::VeryHidden,
            _ => Self::Visible,
        }
    }
}
