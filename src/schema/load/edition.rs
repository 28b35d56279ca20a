//! What tells one edition of schemas from another: the first digits of the SHA-256 of all that was read.

use std::borrow::Cow;
use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::{CAMPAIGNS, COUNTRIES, DCAT, FORMS, LANGUAGES, Origin, ROSTERS, read_file};
use crate::text::hex;

/// A path within a folder of schemas, and the text of the file.
pub(super) type NamedText = (String, Cow<'static, str>);

/// What tells one edition of the built-in schemas from another: the first digits of the SHA-256 of all their names and bytes. It is
/// worked out when the program is built (`build.rs`): doing so costs as much as reading a form.
pub fn edition() -> String {
    env!("BIEUMAU_EDITION").to_owned()
}

pub(super) fn edition_of(files: impl IntoIterator<Item = NamedText>) -> String {
    let mut hash = Sha256::new();
    for (path, text) in files {
        hash.update(path);
        hash.update([0]);
        hash.update(&*text);
        hash.update([0]);
    }
    hex(&hash.finalize()[..6])
}

impl Origin {
    /// The files of these folders: paths and texts, in order.
    pub(super) fn texts(&self, folders: &[(&str, &str)]) -> anyhow::Result<Vec<NamedText>> {
        let mut files = Vec::new();
        for folder in folders {
            let own = self.list(*folder)?;
            files.extend(own.into_iter().map(|file| (format!("{}/{}.{}", folder.0, file.stem, folder.1), file.text)));
        }
        Ok(files)
    }

    /// What tells these schemas from others: the same of what is read, with the lists that the forms take their values from, whatever
    /// else lies there.
    pub(super) fn edition(&self, lists: BTreeMap<String, Cow<'static, str>>) -> anyhow::Result<String> {
        let mut files = self.texts(&[CAMPAIGNS, COUNTRIES, FORMS, LANGUAGES, ROSTERS])?;
        files.extend(lists);
        if let Self::Folder(root) = self
            && let path = root.join(DCAT)
            && path.exists()
        {
            files.push((DCAT.to_owned(), read_file(&path)?.text));
        }
        Ok(edition_of(files))
    }
}

#[cfg(test)]
mod tests {
    use super::super::EMBEDDED;
    use super::*;

    #[test]
    fn the_edition_is_that_of_the_files() {
        assert!(EMBEDDED.is_sorted() && EMBEDDED.len() > 20);
        assert_eq!(
            edition(),
            edition_of(EMBEDDED.iter().map(|(path, text)| ((*path).to_owned(), Cow::Borrowed(*text))))
        );
    }
}
