//! The records of BIFF: a kind, a length, data (MS-XLS 2.1.4), and the texts in them, which go on in further records where one is
//! too short.

use encoding_rs::Encoding;

use super::super::binary::{u16_at, u32_at};
use super::super::number_format::Run;
use super::super::refusal::Fault;

/// CONTINUE
const CONTINUED: u16 = 0x003c;

/// The records of a stream from some place on.
#[derive(Clone, Debug)]
pub(in crate::workbook) struct Records<'s> {
    stream: &'s [u8],
    /// Where the next one begins.
    pub(in crate::workbook) at: usize,
}

impl<'s> Records<'s> {
    pub(in crate::workbook) fn new(stream: &'s [u8], at: usize) -> Self {
        Self { stream, at }
    }

    /// The kind and the data of the next record; `None` at the end of the stream. Errs on one that is cut short.
    pub(in crate::workbook) fn next(&mut self) -> Result<Option<(u16, &'s [u8])>, Fault> {
        let rest = self.stream.get(self.at..).unwrap_or_default();
        if rest.is_empty() {
            return Ok(None);
        }
        let (header, rest) = rest.split_at_checked(4).ok_or_else(cut_short)?;
        let data = rest.get(..usize::from(u16_at(header, 2))).ok_or_else(cut_short)?;
        self.at += 4 + data.len();
        Ok(Some((u16_at(header, 0), data)))
    }

    /// The data of the next record, if it continues the one before.
    fn continued(&mut self) -> Option<&'s [u8]> {
        let mut ahead = self.clone();
        let (_, data) = ahead.next().ok()?.filter(|(kind, _)| *kind == CONTINUED)?;
        *self = ahead;
        Some(data)
    }
}

/// The stream ends where more must come.
pub(in crate::workbook) fn cut_short() -> Fault {
    Fault::incomplete("phần dữ liệu của bảng tính bị cắt cụt", "the data of the workbook are cut short")
}

/// The data of a record and of those that continue it.
pub(in crate::workbook) struct Pieces<'r, 's> {
    records: &'r mut Records<'s>,
    rest: &'s [u8],
}

impl<'r, 's> Pieces<'r, 's> {
    /// Of a record with this data, behind which `records` stand.
    pub(in crate::workbook) fn new(data: &'s [u8], records: &'r mut Records<'s>) -> Self {
        Self { records, rest: data }
    }

    /// The next bytes, which never stand in two records.
    fn take(&mut self, count: usize) -> Option<&'s [u8]> {
        while self.rest.is_empty() && count > 0 {
            self.rest = self.records.continued()?;
        }
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    pub(in crate::workbook) fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|bytes| bytes[0])
    }

    pub(in crate::workbook) fn u16(&mut self) -> Option<u16> {
        self.take(2).map(|bytes| u16_at(bytes, 0))
    }

    fn u32(&mut self) -> Option<u32> {
        self.take(4).map(|bytes| u32_at(bytes, 0))
    }

    /// Goes on behind so many bytes, in however many records they stand.
    pub(in crate::workbook) fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > self.rest.len() {
            count -= self.rest.len();
            self.rest = self.records.continued()?;
        }
        self.rest = &self.rest[count..];
        Some(())
    }

    /// A text with its length before it, and what belongs to it behind it (XLUnicodeRichExtendedString, 2.5.293). Whether a
    /// character takes one byte or two is said by each text, whatever code page the workbook names.
    pub(in crate::workbook) fn text(&mut self) -> Option<String> {
        let count = self.u16()?;
        self.text_of(count.into())
    }

    /// The same behind its length in characters.
    pub(in crate::workbook) fn text_of(&mut self, count: usize) -> Option<String> {
        self.rich_text_of(count).map(|(text, _)| text)
    }

    /// A text as [`Self::text`] reads it, and the runs of letters in it that have fonts of their own.
    pub(in crate::workbook) fn rich_text(&mut self) -> Option<(String, Vec<Run>)> {
        let count = self.u16()?;
        self.rich_text_of(count.into())
    }

    fn rich_text_of(&mut self, count: usize) -> Option<(String, Vec<Run>)> {
        let flags = self.byte()?;
        let runs = if flags & 0x08 != 0 { self.u16()? } else { 0 };
        let phonetics = if flags & 0x04 != 0 { self.u32()? } else { 0 };
        let text = self.characters(count, flags & 1 != 0)?;
        // Some programs cut them in the middle where a record ends.
        let mut half = || Some(u16::from_le_bytes([self.byte()?, self.byte()?]));
        let runs = (0..runs).map(|_| Some(Run { from: half()?, font: half()? })).collect::<Option<_>>()?;
        self.skip(phonetics as usize)?;
        Some((text, runs))
    }

    /// The text of an object, which stands in records of its own: flags, then so many characters.
    pub(in crate::workbook) fn object_text(&mut self, count: usize) -> Option<String> {
        let flags = self.byte()?;
        self.characters(count, flags & 1 != 0)
    }

    /// So many characters. Where a text goes on in another record, that one begins with flags of its own.
    fn characters(&mut self, mut count: usize, mut is_wide: bool) -> Option<String> {
        let mut text = String::new();
        let mut units: Vec<u16> = Vec::new();
        loop {
            let width = if is_wide { 2 } else { 1 };
            let here = count.min(self.rest.len() / width);
            let (bytes, rest) = self.rest.split_at(here * width);
            match is_wide {
                true => units.extend(bytes.chunks_exact(2).map(|unit| u16_at(unit, 0))),
                false => units.extend(bytes.iter().map(|&byte| u16::from(byte))),
            }
            (count, self.rest) = (count - here, rest);
            if count == 0 {
                break;
            }
            self.rest = self.records.continued()?;
            is_wide = self.byte()? & 1 != 0;
        }
        text.extend(char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)));
        Some(text)
    }
}

/// How a workbook of Excel 5 and 95 writes text: bytes of one code page.
#[derive(Clone, Copy, Debug)]
pub(in crate::workbook) enum CodePage {
    Known(&'static Encoding),
    /// Of Macs in Central Europe, which no library knows.
    MacCentralEurope,
}

/// The upper half of code page 10029 (Apple, `CENTEURO.TXT`).
const MAC_CENTRAL_EUROPE: &str = "ÄĀāÉĄÖÜáąČäčĆćéŹźĎíďĒēĖóėôöõúĚěü†°Ę£§•¶ß®©™ę¨≠ģĮįĪ≤≥īĶ∂∑łĻļĽľĹĺŅņŃ¬√ńŇ∆«»…\u{a0}ňŐÕőŌ–—“”‘’÷◊ōŔŕŘ‹›řŖŗŠ‚„šŚśÁŤťÍŽžŪÓÔūŮÚůŰűŲųÝýķŻŁżĢˇ";

impl CodePage {
    /// By the number in the CODEPAGE record. One that is not known is taken for that of Windows in the West: what Vietnamese fonts
    /// of old made of its bytes is for later modules to see.
    pub(in crate::workbook) fn numbered(number: u16) -> Self {
        let label: &[u8] = match number {
            866 => b"ibm866",
            874 => b"windows-874",
            932 => b"shift_jis",
            936 => b"gbk",
            949 => b"euc-kr",
            950 => b"big5",
            10_000 | 0x8000 => b"macintosh",
            10_007 => b"x-mac-cyrillic",
            10_029 => return Self::MacCentralEurope,
            1_250..=1_258 => {
                return Self::Known(
                    Encoding::for_label(format!("windows-{number}").as_bytes()).unwrap_or(encoding_rs::WINDOWS_1252),
                );
            }
            _ => b"windows-1252",
        };
        Self::Known(Encoding::for_label(label).unwrap_or(encoding_rs::WINDOWS_1252))
    }

    /// The text that these bytes stand for.
    pub(in crate::workbook) fn decode(self, bytes: &[u8]) -> String {
        match self {
            Self::Known(encoding) => encoding.decode_without_bom_handling(bytes).0.into_owned(),
            Self::MacCentralEurope => {
                let upper: Vec<char> = MAC_CENTRAL_EUROPE.chars().collect();
                let letter = |&byte: &u8| match byte {
                    ..0x80 => char::from(byte),
                    _ => upper.get(usize::from(byte) - 0x80).copied().unwrap_or(char::REPLACEMENT_CHARACTER),
                };
                bytes.iter().map(letter).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat()
    }

    #[test]
    fn follows_texts_over_records() {
        // «ab», then «Tên» cut behind its first letter, then «c» with a formatting run.
        let first = [&[2, 0, 0, b'a', b'b', 3, 0, 0, b'T'][..]].concat();
        let rest = [&[1, 0xea, 0, b'n', 0][..], &[1, 0, 8, 1, 0, b'c', 0, 0, 0, 0]].concat();
        let stream = [record(0x00fc, &first), record(CONTINUED, &rest)].concat();
        let mut records = Records::new(&stream, 0);
        let (_, data) = records.next().expect("it is whole").expect("there is one");
        let mut pieces = Pieces::new(data, &mut records);
        let texts: Vec<_> = std::iter::from_fn(|| pieces.text()).collect();
        assert_eq!(texts, ["ab", "Tên", "c"]);
    }

    #[test]
    fn knows_the_code_pages_of_excel_95() {
        assert_eq!(CodePage::numbered(1252).decode(b"\xd4"), "Ô");
        assert_eq!(CodePage::numbered(0).decode(b"\xd4"), "Ô");
        assert_eq!(CodePage::numbered(10_029).decode(b"a\x80\xff\xca"), "aÄˇ\u{a0}");
        assert_eq!(MAC_CENTRAL_EUROPE.chars().count(), 128);
    }
}
