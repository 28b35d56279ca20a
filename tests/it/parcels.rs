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
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("memory can be written");
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let attached = "__attach_version1.0_#00000000";
    file.create_storage(attached).expect("memory can be written");
    let streams = [
        ("__properties_version1.0".to_owned(), vec![0; 32]),
        ("__substg1.0_0037001F".to_owned(), wide("PL")),
        (format!("{attached}/__properties_version1.0"), vec![0; 8]),
        (format!("{attached}/__substg1.0_3707001F"), wide(name)),
        (format!("{attached}/__substg1.0_37010102"), bytes.to_vec()),
    ];
    for (name, content) in streams {
        let mut stream = file.create_stream(name).expect("memory can be written");
        stream.write_all(&content).expect("memory can be written");
    }
    file.flush().expect("memory can be written");
    file.into_inner().into_inner()
}
