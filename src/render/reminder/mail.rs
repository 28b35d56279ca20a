//! A letter as a message that a mail program opens as a draft, with everything that belongs to it attached (RFC 5322, 2045, 2047, 2231).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::civil::Date;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::workbook::mark::{AUTHOR, Mark, Output};

/// What a message says.
#[derive(Clone, Debug)]
pub struct Message<'a> {
    /// An address, or nothing where none is known.
    pub from: &'a str,
    /// What it is about.
    pub subject: &'a str,
    /// Plain text.
    pub text: &'a str,
    /// On which day.
    pub day: Date,
    /// What is attached, by name.
    pub attached: Vec<(&'a str, &'a [u8])>,
}

/// Between the parts: no line of base64 begins so.
const BOUNDARY: &str = "=_bieumau";
/// Lines of base64 have so many letters.
const LINE: usize = 76;
/// So many bytes of a word in a heading: with its frame it has at most 75 letters.
const WORD: usize = 42;

/// The message as the bytes of an `.eml` file.
pub fn message(message: &Message<'_>) -> Vec<u8> {
    let mut out = String::new();
    // What is unsent is a draft: Outlook opens it for writing.
    out.push_str("X-Unsent: 1\r\n");
    out.push_str(&format!("X-{AUTHOR}: {}\r\n", Mark::of(Output::Letter)));
    if !message.from.is_empty() {
        out.push_str(&format!("From: {}\r\n", message.from.replace(['\r', '\n'], " ")));
    }
    // The hour is unknown; at noon without a zone it is the same day nearly everywhere.
    out.push_str(&format!("Date: {}\r\n", message.day.strftime("%a, %d %b %Y 12:00:00 -0000")));
    out.push_str(&format!("Subject: {}\r\n", heading(message.subject)));
    out.push_str("MIME-Version: 1.0\r\n");
    out.push_str(&format!("Content-Type: multipart/mixed; boundary=\"{BOUNDARY}\"\r\n\r\n"));
    out.push_str(&format!(
        "--{BOUNDARY}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    ));
    let text = message.text.replace("\r\n", "\n").replace('\n', "\r\n");
    out.push_str(&in_lines(text.as_bytes()));
    for (name, bytes) in &message.attached {
        let encoded = utf8_percent_encode(name, NON_ALPHANUMERIC);
        out.push_str(&format!(
            "--{BOUNDARY}\r\nContent-Type: {}\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment;\r\n \
             filename*=UTF-8''{encoded}\r\n\r\n",
            kind(name)
        ));
        out.push_str(&in_lines(bytes));
    }
    out.push_str(&format!("--{BOUNDARY}--\r\n"));
    out.into_bytes()
}

fn kind(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("docx") => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Some("xlsx") => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Some("txt" | "md") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Words of a heading that are not plain letters, each piece framed; a piece ends with a whole letter.
fn heading(text: &str) -> String {
    let mut pieces: Vec<String> = vec![String::new()];
    for letter in text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }) {
        if pieces.last().is_some_and(|piece| piece.len() + letter.len_utf8() > WORD) {
            pieces.push(String::new());
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push(letter);
        }
    }
    let framed = pieces.iter().map(|piece| format!("=?utf-8?B?{}?=", STANDARD.encode(piece)));
    framed.collect::<Vec<_>>().join("\r\n ")
}

fn in_lines(bytes: &[u8]) -> String {
    let encoded = STANDARD.encode(bytes);
    let mut out = String::with_capacity(encoded.len() * 78 / 76 + 4);
    let mut rest = &*encoded;
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(LINE));
        out.push_str(line);
        out.push_str("\r\n");
        rest = after;
    }
    out
}
