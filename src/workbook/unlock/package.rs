//! Office Open XML packages in an OLE container, encrypted in the manner of Excel 2007 («standard») or later («agile»).

use aes::cipher::{BlockCipherDecrypt, KeyInit};
use aes::{Aes128, Aes192, Aes256, Block};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::super::binary::{u16_at, u32_at};
use super::super::limits;
use super::super::xml::{Tag, Token, Tokens};
use super::{Hash, SHA1, hash_named, password};

const BLOCK: usize = 16;
/// The bytes that are encrypted in one go in the agile manner.
const SEGMENT: usize = 4_096;
/// How often the digest is repeated in the standard manner.
const STANDARD_SPINS: u32 = 50_000;

/// What the encrypted package holds, of which the first eight bytes tell the length.
pub(super) fn decrypted(info: &[u8], encrypted: Vec<u8>) -> Option<Vec<u8>> {
    let length = usize::try_from(u64::from_le_bytes(*encrypted.first_chunk()?)).ok()?;
    let mut data = encrypted;
    data.drain(..8);
    data.truncate(data.len() / BLOCK * BLOCK);
    match (u16_at(info.get(..4)?, 0), u16_at(info, 2)) {
        (4, 4) => agile(info.get(8..)?, &mut data)?,
        (2..=4, 2) => standard(info.get(8..)?, &mut data)?,
        _ => return None,
    }
    (length <= data.len()).then(|| data.truncate(length))?;
    Some(data)
}

/// 2.3.4.5 to 2.3.4.9: a header with its length before it, then the verifier.
fn standard(info: &[u8], data: &mut [u8]) -> Option<()> {
    let header_length = u32_at(info.get(..4)?, 0) as usize;
    let (header, verifier) = info[4..].split_at_checked(header_length)?;
    let key_length = u32_at(header.get(..20)?, 16) as usize / 8;
    let salt = verifier.get(4..20)?;
    let spun = spun(SHA1, salt, STANDARD_SPINS);
    let last = SHA1(&[&spun, &[0; 4]]);
    let mixed = |fill: u8| {
        let mut mixed = [fill; 64];
        mixed.iter_mut().zip(&last).for_each(|(byte, other)| *byte ^= other);
        SHA1(&[&mixed])
    };
    let key = [mixed(0x36), mixed(0x5c)].concat();
    let cipher = Cipher::new(key.get(..key_length)?)?;
    let (mut input, mut output) = (verifier.get(20..36)?.to_vec(), verifier.get(40..72)?.to_vec());
    cipher.decrypt_blocks(&mut input);
    cipher.decrypt_blocks(&mut output);
    output.starts_with(&SHA1(&[&input])).then_some(())?;
    cipher.decrypt_blocks(data);
    Some(())
}

/// 2.3.4.10 to 2.3.4.15: a description in XML.
fn agile(description: &[u8], data: &mut [u8]) -> Option<()> {
    let text = std::str::from_utf8(description).ok()?;
    let (mut of_data, mut of_key) = (None, None);
    let mut tokens = Tokens::new(text);
    while let Some(token) = tokens.next().ok()? {
        match token {
            Token::Start(tag) if tag.name == "keyData" => of_data = Some(tag),
            // A key may be locked for others by certificates; the one for a password bears a number of rounds.
            Token::Start(tag) if tag.name == "encryptedKey" && tag.attribute("spinCount").is_some() => {
                of_key = Some(tag)
            }
            _ => {}
        }
    }
    let (of_data, of_key) = (Described::new(&of_data?)?, of_key?);
    let lock = Described::new(&of_key)?;
    let spins = of_key.attribute("spinCount")?.trim().parse().ok().filter(|spins| *spins <= limits::SPINS)?;
    let spun = spun(lock.hash, &lock.salt, spins);
    let unlocked = |purpose: [u8; 8], name: &str| {
        let mut key = (lock.hash)(&[&spun, &purpose]);
        key.resize(lock.key_length, 0x36);
        let mut bytes = decoded(&of_key, name)?;
        Cipher::new(&key)?.decrypt_chain(&lock.salt, &mut bytes);
        Some(bytes)
    };
    let input = unlocked([0xfe, 0xa7, 0xd2, 0x76, 0x3b, 0x4b, 0x9e, 0x79], "encryptedVerifierHashInput")?;
    let output = unlocked([0xd7, 0xaa, 0x0f, 0x6d, 0x30, 0x61, 0x34, 0x4e], "encryptedVerifierHashValue")?;
    output.starts_with(&(lock.hash)(&[&input])).then_some(())?;
    let key = unlocked([0x14, 0x6e, 0x0b, 0xe7, 0xab, 0xac, 0xd0, 0xd6], "encryptedKeyValue")?;
    let cipher = Cipher::new(key.get(..of_data.key_length)?)?;
    for (number, segment) in (0u32..).zip(data.chunks_mut(SEGMENT)) {
        cipher.decrypt_chain(&(of_data.hash)(&[&of_data.salt, &number.to_le_bytes()]), segment);
    }
    Some(())
}

/// The digest of the password, repeated so often that guessing is slow. It is what a file with another password costs before that is
/// known (nothing but the verifier is decrypted then): the 100,000 digests that Excel asks for are 480 million instructions, some tenth of a
/// second. No digest can be left out, for each is made of the one before it, and of the salt of its file.
fn spun(hash: Hash, salt: &[u8], spins: u32) -> Vec<u8> {
    let first = hash(&[salt, &password()]);
    (0..spins).fold(first, |digest, number| hash(&[&number.to_le_bytes(), &digest]))
}

/// What an element of the description says.
struct Described {
    hash: Hash,
    salt: Vec<u8>,
    /// In bytes.
    key_length: usize,
}

impl Described {
    fn new(tag: &Tag<'_>) -> Option<Self> {
        let is = |name: &str, value: &str| tag.attribute(name).is_some_and(|it| it == value);
        (is("cipherAlgorithm", "AES") && is("cipherChaining", "ChainingModeCBC")).then_some(())?;
        let bits: usize = tag.attribute("keyBits")?.trim().parse().ok()?;
        let salt = decoded(tag, "saltValue")?;
        Some(Self { hash: hash_named(&tag.attribute("hashAlgorithm")?)?, salt, key_length: bits / 8 })
    }
}

/// The bytes in an attribute.
fn decoded(tag: &Tag<'_>, name: &str) -> Option<Vec<u8>> {
    BASE64_STANDARD.decode(tag.attribute(name)?.trim()).ok()
}

/// AES with a key of any of its three lengths.
enum Cipher {
    Short(Aes128),
    Middle(Aes192),
    Long(Aes256),
}

impl Cipher {
    fn new(key: &[u8]) -> Option<Self> {
        match key.len() {
            16 => Aes128::new_from_slice(key).ok().map(Self::Short),
            24 => Aes192::new_from_slice(key).ok().map(Self::Middle),
            32 => Aes256::new_from_slice(key).ok().map(Self::Long),
            _ => None,
        }
    }

    /// Each block by itself; what is no whole block at the end is left.
    fn decrypt_blocks(&self, data: &mut [u8]) {
        for bytes in data.chunks_exact_mut(BLOCK) {
            let Ok(mut block) = Block::try_from(&*bytes) else { continue };
            match self {
                Self::Short(cipher) => cipher.decrypt_block(&mut block),
                Self::Middle(cipher) => cipher.decrypt_block(&mut block),
                Self::Long(cipher) => cipher.decrypt_block(&mut block),
            }
            bytes.copy_from_slice(&block);
        }
    }

    /// Each block with the encrypted one before it (CBC), the first with this, filled up where it is too short.
    fn decrypt_chain(&self, first: &[u8], data: &mut [u8]) {
        let mut before = [0x36; BLOCK];
        before.iter_mut().zip(first).for_each(|(byte, other)| *byte = *other);
        for bytes in data.chunks_exact_mut(BLOCK) {
            let mut encrypted = [0; BLOCK];
            encrypted.copy_from_slice(bytes);
            self.decrypt_blocks(bytes);
            bytes.iter_mut().zip(before).for_each(|(byte, other)| *byte ^= other);
            before = encrypted;
        }
    }
}
