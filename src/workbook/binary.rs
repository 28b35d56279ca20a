//! What the two binary formats of Excel write alike: xls in its records (BIFF, MS-XLS) and xlsb in its own (BIFF12, MS-XLSB).

/// Little-endian; the caller has checked the length.
pub(super) fn u16_at(data: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([data[at], data[at + 1]])
}

/// Little-endian; the caller has checked the length.
pub(super) fn u32_at(data: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([data[at], data[at + 1], data[at + 2], data[at + 3]])
}

/// Little-endian; the caller has checked the length.
pub(super) fn f64_at(data: &[u8], at: usize) -> f64 {
    f64::from_bits(u64::from(u32_at(data, at)) | u64::from(u32_at(data, at + 4)) << 32)
}

/// A number in four bytes: the upper bits of a double or an integer, perhaps times a hundred (MS-XLSB 2.5.122).
pub(super) fn rk(bits: u32) -> f64 {
    let number = match bits & 2 {
        0 => f64::from_bits(u64::from(bits & !3) << 32),
        _ => f64::from(bits as i32 >> 2),
    };
    if bits & 1 == 0 { number } else { number / 100.0 }
}

/// The name of an error by its number (MS-XLSB 2.5.97.2).
pub(super) fn error_name(code: u8) -> Option<&'static str> {
    Some(match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        0x2a => "#N/A",
        0x2b => "#GETTING_DATA",
        _ => return None,
    })
}

/// Text in UTF-16, little-endian.
pub(super) fn wide(bytes: &[u8]) -> String {
    let units = bytes.chunks_exact(2).map(|unit| u16_at(unit, 0));
    char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}
