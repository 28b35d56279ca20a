//! Archives and messages around a file, for the other modules.

use std::io::{Cursor, Write as _};

use base64::Engine as _;

/// What a file can be sent in.
#[derive(Clone, Copy, Debug)]
pub enum Wrapping {
    ZipInZip,
    SevenZip,
    TarGz,
    Mail,
    Outlook,
}

impl Wrapping {
    /// What such a file is called.
    pub fn extension(self) -> &'static str {
        match self {
            Self::ZipInZip => "zip",
            Self::SevenZip => "7z",
            Self::TarGz => "tar.gz",
            Self::Mail => "eml",
            Self::Outlook => "msg",
        }
    }

    /// The file with this name and these bytes in it.
    pub fn around(self, name: &str, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::ZipInZip => zip("PL.zip", &zip(name, bytes)),
            Self::SevenZip => {
                let mut writer =
                    sevenz_rust2::ArchiveWriter::new(Cursor::new(Vec::new())).expect("memory can be written");
                let entry = sevenz_rust2::ArchiveEntry::new_file(name);
                writer.push_archive_entry(entry, Some(Cursor::new(bytes))).expect("memory can be written");
                writer.finish().expect("memory can be written").into_inner()
            }
            Self::TarGz => {
                let packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
                let mut writer = tar::Builder::new(packed);
                let mut header = tar::Header::new_gnu();
                header.set_size(bytes.len() as u64);
                header.set_mode(0o644);
                writer.append_data(&mut header, name, bytes).expect("memory can be written");
                writer.into_inner().and_then(|packed| packed.finish()).expect("memory can be written")
            }
            Self::Mail => mail(name, bytes),
            Self::Outlook => outlook(name, bytes),
        }
    }
}

/// A zip archive with one member.
pub fn zip(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file(name, zip::write::SimpleFileOptions::default()).expect("memory can be written");
    archive.write_all(bytes).expect("memory can be written");
    archive.finish().expect("memory can be written").into_inner()
}

/// A message with one file attached.
pub fn mail(name: &str, bytes: &[u8]) -> Vec<u8> {
    let encoded = base64::engine::general_purpose::STANDARD.encode(bytes);
    let lines: Vec<&str> = (0..encoded.len()).step_by(76).map(|at| &encoded[at..encoded.len().min(at + 76)]).collect();
    let head = "From: a@example.vn\r\nTo: b@example.vn\r\nSubject: PL\r\nDate: Tue, 16 May 2023 08:00:00 +0700\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=\"=_b\"\r\n\r\n--=_b\r\nContent-Type: text/plain\r\n\r\nPL.\r\n--=_b\r\n";
    let part = format!(
        "Content-Type: application/octet-stream; name=\"{name}\"\r\nContent-Disposition: attachment; filename=\"{name}\"\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n{}\r\n--=_b--\r\n",
        lines.join("\r\n")
    );
    [head.as_bytes(), part.as_bytes()].concat()
}

/// The same as Outlook saves it.
fn outlook(name: &str, bytes: &[u8]) -> Vec<u8> {
    let attached = "__attach_version1.0_#00000000";
    message(
        &[attached.to_owned()],
        [
            ("__properties_version1.0".to_owned(), vec![0; 32]),
            ("__substg1.0_0037001F".to_owned(), wide("PL")),
            (format!("{attached}/__properties_version1.0"), vec![0; 8]),
            (format!("{attached}/__substg1.0_3707001F"), wide(name)),
            (format!("{attached}/__substg1.0_37010102"), bytes.to_vec()),
        ],
    )
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// A message of Outlook with these folders and streams.
fn message(folders: &[String], streams: impl IntoIterator<Item = (String, Vec<u8>)>) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("memory can be written");
    for folder in folders {
        file.create_storage(folder).expect("memory can be written");
    }
    for (name, content) in streams {
        let mut stream = file.create_stream(name).expect("memory can be written");
        stream.write_all(&content).expect("memory can be written");
    }
    file.flush().expect("memory can be written");
    file.into_inner().into_inner()
}

/// A table in the text of a message of Outlook, as a page or with tabs, in the message itself or in one that was sent on with it.
#[test]
fn a_table_in_the_text_of_a_message_of_outlook_is_told() {
    let rows = |row: &str| row.repeat(6);
    let page = format!("<table>{}</table>", rows("<tr><td>1</td><td>Dân cư</td><td>Sở Y tế</td><td>Đã có</td></tr>"));
    let tabs = rows("1\tDân cư\tSở Y tế\tĐã có\r\n");
    let within = "__attach_version1.0_#00000000";
    let sent_on = |depth: usize| {
        let folders: Vec<String> = (0..depth)
            .flat_map(|depth| {
                let outer = format!("{within}/__substg1.0_3701000D/").repeat(depth);
                [format!("{outer}{within}"), format!("{outer}{within}/__substg1.0_3701000D")]
            })
            .collect();
        let inner = format!("{within}/__substg1.0_3701000D/").repeat(depth);
        let properties = (0..=depth).map(|depth| format!("{within}/__substg1.0_3701000D/").repeat(depth));
        let mut streams: Vec<_> =
            properties.map(|way| (format!("{way}__properties_version1.0"), vec![0; 32])).collect();
        streams.push((format!("{inner}__substg1.0_1000001F"), wide(&tabs)));
        message(&folders, streams)
    };
    let whole = |body: (&str, Vec<u8>)| {
        let (property, content) = body;
        let properties = ("__properties_version1.0".to_owned(), vec![0; 32]);
        message(&[], [properties, (format!("__substg1.0_{property}"), content)])
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let messages = [
        ("page.msg", whole(("10130102", page.clone().into_bytes()))),
        ("page-as-text.msg", whole(("1013001F", wide(&page)))),
        ("tabs.msg", whole(("1000001F", wide(&tabs)))),
        ("words.msg", whole(("1000001F", wide("Kính gửi\tQuý cơ quan\r\n")))),
        ("sent-on.msg", sent_on(1)),
        ("deep.msg", sent_on(5)),
    ];
    for (name, bytes) in &messages {
        std::fs::write(folder.path().join(name), bytes).expect("there is room");
    }
    let found: Vec<String> =
        crate::hostile::outcomes(folder.path()).iter().map(|(path, told)| format!("{path}: {told}")).collect();
    assert_eq!(
        found,
        [
            "deep.msg: skipped message",
            "deep.msg › thu.msg: skipped message",
            "deep.msg › thu.msg › thu.msg: skipped message",
            "deep.msg › thu.msg › thu.msg › thu.msg: skipped message",
            "deep.msg › thu.msg › thu.msg › thu.msg › thu.msg: skipped message",
            "deep.msg › thu.msg › thu.msg › thu.msg › thu.msg › thu.msg: unreadable too-large",
            "page-as-text.msg: skipped message part-not-read",
            "page.msg: skipped message part-not-read",
            "sent-on.msg: skipped message part-not-read",
            "sent-on.msg › thu.msg: skipped message",
            "tabs.msg: skipped message part-not-read",
            "words.msg: skipped message",
        ]
    );
}
