//! What a file's name says: whether it is to be a spreadsheet, and whether programs leave such files behind. What the file is, its
//! bytes say.

/// What stands between an archive or a message and what it holds, in paths as shown.
pub const WITHIN: &str = " › ";

/// What stands behind the last folder, or behind the archive that a member is in.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit(['/', '›']).next().unwrap_or_default().trim_start()
}

/// Whether the name says that the file is a spreadsheet or a table.
pub(super) fn pretends_to_be_a_spreadsheet(name: &str) -> bool {
    const EXTENSIONS: [&str; 16] = [
        "xlsx", "xlsm", "xlsb", "xltx", "xltm", "xls", "xlt", "xlw", "ods", "ots", "fods", "et", "csv", "tsv", "tab",
        "numbers",
    ];
    extension(name).is_some_and(|extension| EXTENSIONS.contains(&&*extension))
}

/// Whether tables are read from files of this name: it says that the file is a spreadsheet, or one of Word's since 2007.
pub(super) fn pretends_to_hold_tables(name: &str) -> bool {
    let is_document = |extension: String| ["docx", "docm", "dotx", "dotm"].contains(&&*extension);
    pretends_to_be_a_spreadsheet(name) || extension(name).is_some_and(is_document)
}

/// Whether the name says that the file is a document, in which a form may lie.
pub(super) fn pretends_to_be_a_document(name: &str) -> bool {
    const EXTENSIONS: [&str; 10] = ["docx", "docm", "dotx", "dotm", "doc", "dot", "rtf", "odt", "pdf", "pages"];
    extension(name).is_some_and(|extension| EXTENSIONS.contains(&&*extension))
}

/// What the file will be called once a browser has loaded it down; `None` if the name does not say that this goes on.
pub(super) fn half_loaded(name: &str) -> Option<&str> {
    const ENDINGS: [&str; 5] = ["crdownload", "part", "partial", "opdownload", "filepart"];
    let (whole, ending) = name.rsplit_once('.')?;
    ENDINGS.contains(&&*ending.to_lowercase()).then_some(whole)
}

/// How the names begin under which outputs are written before they are put in their place; a run that was killed leaves
/// such files behind.
pub const ASIDE: &str = ".bieumau-";

/// The list of what was written into a folder, which lies in it.
pub const LISTING: &str = ".bieumau.json";

/// Whether programs leave files of this name behind, which nobody sends on purpose.
pub(super) fn is_no_submission(name: &str) -> bool {
    // Office's owner files, LibreOffice's locks, what macOS keeps beside a file on a foreign disk.
    // What this program writes before it puts it in place.
    name.starts_with("~$")
        || name.starts_with(ASIDE)
        || name == LISTING
        || name.starts_with(".~lock.")
        || name.starts_with("._")
        || ["thumbs.db", "desktop.ini", ".ds_store"].contains(&&*name.to_lowercase())
}

/// Whether the file with this path, as shown, is what programs leave behind.
pub fn is_litter(path: &str) -> bool {
    is_no_submission(file_name(path))
}

/// What stands behind the last dot, in lower case.
pub(super) fn extension(name: &str) -> Option<String> {
    name.rsplit_once('.').map(|(_, extension)| extension.trim_end().to_lowercase())
}
