//! The records of xls, encrypted with RC4 in the manner of Excel 97 or of Windows' ciphers (2002 and later), where the key changes
//! every 1,024 bytes of the stream, or as Excel 95 did. The lengths of records stay as they are, and so do some of the first records.

use std::ops::Range;

use super::super::binary::{u16_at, u32_at};
use super::{Hash, MD5, SHA1, password};

const KEY_REACH: usize = 1_024;
/// FILEPASS
const PASS: u16 = 0x002f;
/// BOF, FILEPASS, INTERFACEHDR, USREXCL, FILELOCK, RRDINFO, RRDHEAD (MS-XLS 2.2.10).
const PLAIN: [u16; 7] = [0x0809, PASS, 0x00e1, 0x0194, 0x0195, 0x0196, 0x0138];

/// What FILEPASS ends with when Excel 95 encrypts with the password: its key and its digest (MS-OFFCRYPTO 2.3.7.1, 2.3.7.2).
const XOR_PASS: [u8; 4] = [0x59, 0xb3, 0x0a, 0x9a];
/// The bytes that the password makes for it (2.3.7.2).
const XOR: [u8; 16] = [0x87, 0x6b, 0x9a, 0xe2, 0x1e, 0xe3, 0x05, 0x62, 0x1e, 0x69, 0x96, 0x60, 0x98, 0x6e, 0x94, 0x04];

/// The stream of a workbook, decrypted, by what its FILEPASS record says; `None` if it has another password or is encrypted in
/// another way.
pub(in super::super) fn records(stream: &[u8], pass: &[u8]) -> Option<Vec<u8>> {
    let mut decrypted = stream.to_vec();
    // Since Excel 97 the method stands before it; 0 is that of Excel 95.
    if pass == XOR_PASS || pass.strip_prefix(&[0, 0]) == Some(&XOR_PASS) {
        for (hidden, length) in hidden(stream) {
            for at in hidden {
                decrypted[at] = (stream[at] ^ XOR[(at + length) % XOR.len()]).rotate_left(3);
            }
        }
        return Some(decrypted);
    }
    let lock = Lock::read(pass)?;
    let mut whole = stream.to_vec();
    for (number, reach) in (0u32..).zip(whole.chunks_mut(KEY_REACH)) {
        Rc4::new(&lock.key(number)).apply(reach);
    }
    for (hidden, _) in hidden(stream) {
        decrypted[hidden.clone()].copy_from_slice(&whole[hidden]);
    }
    Some(decrypted)
}

/// The bytes that are encrypted, a range a record, and the length of the record.
fn hidden(stream: &[u8]) -> impl Iterator<Item = (Range<usize>, usize)> {
    let (mut at, mut is_behind) = (0, false);
    std::iter::from_fn(move || {
        let header = stream.get(at..at + 4)?;
        let (kind, length) = (u16_at(header, 0), usize::from(u16_at(header, 2)));
        let (start, end) = (at + 4, (at + 4 + length).min(stream.len()));
        let start = match kind {
            _ if !is_behind || PLAIN.contains(&kind) => end,
            // BOUNDSHEET: where the sheet begins.
            0x0085 => (start + 4).min(end),
            _ => start,
        };
        is_behind |= kind == PASS;
        at = end;
        Some((start..end, length))
    })
}

/// What makes the keys.
struct Lock {
    hash: Hash,
    /// What each digest begins with.
    secret: Vec<u8>,
    /// In bytes.
    key_length: usize,
}

impl Lock {
    /// Of FILEPASS: the method, its version, what it needs; checked with the verifier that ends it (MS-OFFCRYPTO 2.3.5, 2.3.6).
    fn read(pass: &[u8]) -> Option<Self> {
        let version = (u16_at(pass.get(..6)?, 2), u16_at(pass, 4));
        (u16_at(pass, 0) == 1).then_some(())?;
        let (lock, verifier) = match version {
            (1, 1) => {
                let salt = pass.get(6..22)?;
                let short = MD5(&[&password()]);
                let secret = MD5(&[&[&short[..5], salt].concat().repeat(16)]);
                (Self { hash: MD5, secret: secret[..5].to_vec(), key_length: 16 }, pass.get(22..54)?)
            }
            (2..=4, 2) => {
                let header_length = u32_at(pass.get(..14)?, 10) as usize;
                let (header, verifier) = pass[14..].split_at_checked(header_length)?;
                // RC4, or none named.
                matches!(u32_at(header.get(..20)?, 8), 0 | 0x6801).then_some(())?;
                let bits = match u32_at(header, 16) {
                    0 => 40,
                    bits => bits as usize,
                };
                let secret = SHA1(&[verifier.get(4..20)?, &password()]);
                let parts = [verifier.get(20..36)?, verifier.get(40..60)?].concat();
                let lock = Self { hash: SHA1, secret, key_length: bits / 8 };
                return lock.opens(&parts).then_some(lock);
            }
            _ => return None,
        };
        lock.opens(verifier).then_some(lock)
    }

    /// Whether the digest of the first sixteen bytes is what stands behind them.
    fn opens(&self, verifier: &[u8]) -> bool {
        let mut verifier = verifier.to_vec();
        Rc4::new(&self.key(0)).apply(&mut verifier);
        let (input, output) = verifier.split_at(16);
        (self.hash)(&[input]) == output
    }

    /// The key of a part of the stream. One of 40 bits is filled up with zeros.
    fn key(&self, number: u32) -> Vec<u8> {
        let mut key = (self.hash)(&[&self.secret, &number.to_le_bytes()]);
        key.truncate(self.key_length);
        if key.len() == 5 {
            key.resize(16, 0);
        }
        key
    }
}

/// RC4; RustCrypto's wants the length of a key at compile time.
struct Rc4 {
    state: [u8; 256],
}

impl Rc4 {
    fn new(key: &[u8]) -> Self {
        let mut state = std::array::from_fn(|at| at as u8);
        let mut other = 0u8;
        for at in 0..256 {
            other = other.wrapping_add(state[at]).wrapping_add(key.get(at % key.len().max(1)).copied().unwrap_or(0));
            state.swap(at, other.into());
        }
        Self { state }
    }

    fn apply(mut self, data: &mut [u8]) {
        let (mut one, mut other) = (0u8, 0u8);
        for byte in data {
            one = one.wrapping_add(1);
            other = other.wrapping_add(self.state[usize::from(one)]);
            self.state.swap(one.into(), other.into());
            let sum = self.state[usize::from(one)].wrapping_add(self.state[usize::from(other)]);
            *byte ^= self.state[usize::from(sum)];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makes_the_known_stream_of_rc4() {
        // RFC 6229, a key of 40 bits.
        let mut data = [0; 8];
        Rc4::new(&[1, 2, 3, 4, 5]).apply(&mut data);
        assert_eq!(data, [0xb2, 0x39, 0x63, 0x05, 0xf0, 0x3d, 0xc0, 0x27]);
    }
}
