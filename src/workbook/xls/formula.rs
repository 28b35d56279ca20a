//! Whether a formula can give an empty text at all. A program that does not calculate writes that every formula gave one, and nothing
//! else in the file says that it was never calculated: only what the formula is made of tells this from a blank result.

use super::super::binary::u16_at;

/// `COUNT`, `SUM`, `AVERAGE`, `MIN`, `MAX`.
const NUMBERS: [u16; 5] = [0, 4, 5, 6, 7];
const IF: u16 = 1;
const CONCATENATE: u16 = 336;
const HYPERLINK: u16 = 359;

/// Whether these tokens (MS-XLS 2.5.198) give something else than an empty text, whatever stands in the cells that they refer to. What
/// is not known here may be empty.
pub(super) fn is_never_empty(tokens: &[u8]) -> bool {
    walk(tokens).unwrap_or(false)
}

/// What each value on the stack is: never an empty text, or perhaps one.
fn walk(mut tokens: &[u8]) -> Option<bool> {
    let mut stack: Vec<bool> = Vec::new();
    while let Some((&token, rest)) = tokens.split_first() {
        // References and functions come in three classes.
        let kind = if token >= 0x40 { token & 0x1f | 0x20 } else { token };
        let mut skip = size(kind);
        match kind {
            // &
            0x08 => {
                let (right, left) = (stack.pop()?, stack.pop()?);
                stack.push(left || right);
            }
            // Arithmetic and comparisons of two values, then of one.
            0x03..=0x07 | 0x09..=0x0e => {
                stack.pop()?;
                *stack.last_mut()? = true;
            }
            0x13 | 0x14 => *stack.last_mut()? = true,
            // Parentheses, a plus sign.
            0x12 | 0x15 => {}
            // A text: its length, whether its characters take two bytes, and they.
            0x17 => {
                let (&count, &wide) = (rest.first()?, rest.get(1)?);
                skip = 2 + usize::from(count) * if wide & 1 != 0 { 2 } else { 1 };
                stack.push(count > 0);
            }
            // Marks for calculating: the sum of one area; a choice has a table of jumps.
            0x19 => match *rest.first()? {
                flags if flags & 0x04 != 0 => skip += 2 * (usize::from(u16_at(rest.get(..3)?, 1)) + 1),
                flags if flags & 0x10 != 0 => *stack.last_mut()? = true,
                _ => {}
            },
            // An error, a flag, a whole number, a number.
            0x1c..=0x1f => stack.push(true),
            // A missing argument, a name, cells.
            0x16 | 0x23..=0x25 | 0x3a | 0x3b => stack.push(false),
            // A function of so many arguments.
            0x22 => {
                let count = usize::from(*rest.first()? & 0x7f);
                let arguments = stack.split_off(stack.len().checked_sub(count)?);
                stack.push(gives(u16_at(rest.get(..3)?, 1), &arguments));
            }
            _ => return None,
        }
        tokens = rest.get(skip..)?;
    }
    stack.pop().filter(|_| stack.is_empty())
}

/// How many bytes stand behind a token.
fn size(kind: u8) -> usize {
    match kind {
        0x1c | 0x1d => 1,
        0x1e => 2,
        0x19 | 0x22 => 3,
        0x23 | 0x24 => 4,
        0x3a => 6,
        0x1f | 0x25 => 8,
        0x3b => 10,
        _ => 0,
    }
}

fn gives(function: u16, arguments: &[bool]) -> bool {
    match (function, arguments) {
        (IF, [_, yes, no]) => *yes && *no,
        (CONCATENATE, parts) => parts.contains(&true),
        // What it shows.
        (HYPERLINK, [.., shown]) => *shown,
        (other, _) => NUMBERS.contains(&other),
    }
}
