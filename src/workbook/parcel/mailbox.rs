//! Several messages in one file, as mail programs export a folder (RFC 4155): each begins with a line `From ` behind a blank one.

use memchr::memmem;

use super::super::refusal::Fault;
use super::{Give, Room};

const BEGINS: &[u8] = b"From ";

/// Gives each message.
pub(super) fn each(bytes: &[u8], room: &Room, give: &mut Give<'_>) -> Result<(), Fault> {
    for (at, message) in (1..).zip(messages(bytes)) {
        room.take(message.len() as u64)?;
        give(&format!("thu {at}.eml"), Ok(message.to_vec()), None);
    }
    Ok(())
}

/// The messages of a mailbox, without the lines that part them; the bytes as they are if they are none.
pub(super) fn messages(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let is_mailbox = bytes.starts_with(BEGINS);
    let mut rest = Some(if is_mailbox { behind_line(bytes) } else { bytes });
    std::iter::from_fn(move || {
        let here = rest.take()?;
        let next = is_mailbox.then(|| next(here)).flatten();
        let Some(next) = next else { return Some(here) };
        rest = Some(behind_line(&here[next..]));
        Some(&here[..next])
    })
}

/// Where the next line stands that begins a message. A sentence that begins so has no header below.
fn next(bytes: &[u8]) -> Option<usize> {
    memmem::find_iter(bytes, b"\nFrom ").map(|at| at + 1).find(|at| {
        let is_below_blank = bytes[..at - 1].ends_with(b"\n") || bytes[..at - 1].ends_with(b"\n\r");
        let below = behind_line(&bytes[*at..]);
        let name = below.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-').count();
        is_below_blank && name > 0 && below.get(name) == Some(&b':')
    })
}

fn behind_line(bytes: &[u8]) -> &[u8] {
    memchr::memchr(b'\n', bytes).map_or(&[], |at| &bytes[at + 1..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_told_apart() {
        let two = b"From a@b Mon\r\nFrom: a\r\n\r\nx\n\nFrom here on\n\r\nFrom c@d Tue\r\nTo: b\r\n\r\ny\n";
        let parted: Vec<&[u8]> = messages(two).collect();
        assert_eq!(parted, [&b"From: a\r\n\r\nx\n\nFrom here on\n\r\n"[..], b"To: b\r\n\r\ny\n"]);
        assert_eq!(messages(b"To: b\n\nFrom a@b\nTo: c\n").count(), 1);
    }
}
