//! Opens files that are encrypted with the password that Excel tries by itself: it encrypts a workbook so when its structure is
//! protected against changes or it is recommended to be read only, and whoever opens the file never sees a question. No other
//! password is ever tried. The methods are those of MS-OFFCRYPTO; the ciphers and digests are RustCrypto's.

use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

use super::ole::Container;

mod package;
mod stream;

pub(super) use stream::records;

/// [MS-OFFCRYPTO] 2.4.2.3
const PASSWORD: &str = "VelvetSweatshop";

/// The package in an OLE container; `None` if it has another password or is encrypted in a way that is not known.
pub(super) fn package(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut container = Container::open(bytes).ok()?;
    let info = container.stream("EncryptionInfo").ok()??;
    let encrypted = container.stream("EncryptedPackage").ok()??;
    package::decrypted(&info, encrypted)
}

/// The password as it goes into digests.
fn password() -> Vec<u8> {
    PASSWORD.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// A digest over all these bytes.
type Hash = fn(&[&[u8]]) -> Vec<u8>;

fn hash<D: Digest>(parts: &[&[u8]]) -> Vec<u8> {
    let mut digest = D::new();
    parts.iter().for_each(|part| digest.update(part));
    digest.finalize().to_vec()
}

const MD5: Hash = hash::<Md5>;
const SHA1: Hash = hash::<Sha1>;

/// The digest of this name.
fn hash_named(name: &str) -> Option<Hash> {
    Some(match name {
        "SHA1" | "SHA-1" => SHA1,
        "SHA256" | "SHA-256" => hash::<Sha256>,
        "SHA384" | "SHA-384" => hash::<Sha384>,
        "SHA512" | "SHA-512" => hash::<Sha512>,
        "MD5" => MD5,
        _ => return None,
    })
}
