//! The records of BIFF12: a kind, a length, data (MS-XLSB 2.1.4).

use super::super::binary::{u32_at, wide};
use super::super::refusal::Fault;

/// The records of a part.
pub(super) struct Records<'part> {
    rest: &'part [u8],
}

impl<'part> Records<'part> {
    pub(super) fn new(part: &'part [u8]) -> Self {
        Self { rest: part }
    }

    /// The kind and the data of the next record; `None` at the end. Errs on one that says it is longer than the part.
    pub(super) fn next(&mut self) -> Result<Option<(u16, &'part [u8])>, Fault> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let low = self.byte()?;
        let high = if low & 0x80 != 0 { self.byte()? & 0x7f } else { 0 };
        let kind = u16::from(low & 0x7f) | u16::from(high) << 7;
        // Seven bits a byte, the lowest first: kind 0x016A is written EA 02.
        let mut length = 0;
        for place in 0..4 {
            let byte = self.byte()?;
            length |= usize::from(byte & 0x7f) << (7 * place);
            if byte & 0x80 == 0 {
                break;
            }
        }
        let (data, rest) = self.rest.split_at_checked(length).ok_or_else(damaged)?;
        self.rest = rest;
        Ok(Some((kind, data)))
    }

    fn byte(&mut self) -> Result<u8, Fault> {
        let (&byte, rest) = self.rest.split_first().ok_or_else(damaged)?;
        self.rest = rest;
        Ok(byte)
    }
}

/// A record does not fit its part.
pub(super) fn damaged() -> Fault {
    Fault::damaged("một bản ghi dài hơn phần dữ liệu chứa nó", "a record is longer than the part that holds it")
}

/// A text with its length in UTF-16 units before it; moves on behind it.
pub(super) fn wide_text(rest: &mut &[u8]) -> Option<String> {
    let (length, after) = rest.split_at_checked(4)?;
    let length = match u32_at(length, 0) {
        // There is none.
        u32::MAX => 0,
        length => usize::try_from(length).ok()?,
    };
    let (text, after) = after.split_at_checked(length.checked_mul(2)?)?;
    *rest = after;
    Some(wide(text))
}
