//! `bieumau forms new`: the built-in schemas in a folder, to start from.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use super::super::print;
use crate::schema::load;
use crate::text::Language;
use crate::text::trouble::Because;
use crate::{bilingual, trouble};

/// The schemas of the form workbook itself, which no folder replaces.
const OWN: &str = "workbook/";

/// Writes them out.
///
/// # Errors
/// When the folder holds something, or cannot be written.
pub fn run(folder: &Path, language: Language) -> anyhow::Result<ExitCode> {
    let shown = folder.display();
    let creating = || bilingual!("tạo thư mục {shown}", "creating folder {shown}");
    fs::create_dir_all(folder).because(creating)?;
    if fs::read_dir(folder).because(creating)?.next().is_some() {
        trouble!(
            "{shown} đã có nội dung; hãy nêu một thư mục mới hoặc trống",
            "{shown} is not empty; name a folder that is new or empty"
        );
    }
    let mut count = 0;
    for (path, contents) in load::files().into_iter().filter(|(path, _)| !path.starts_with(OWN)) {
        let file = folder.join(&path);
        let writing = || bilingual!("ghi {path}", "writing {path}");
        fs::create_dir_all(file.parent().unwrap_or(folder)).because(writing)?;
        fs::write(&file, contents).because(writing)?;
        count += 1;
    }
    print(&language.say(format!(
            "Đã ghi {count} tệp vào {shown}: forms là biểu mẫu, rosters là danh sách cơ quan, campaigns là đợt báo cáo.\n\
             Kiểm tra sau khi sửa: bieumau forms check {shown}\nDùng: bieumau check BIEU.xlsx --schemas {shown}\n"
        ), format!(
            "{count} files were written to {shown}: forms, rosters (who owes them) and campaigns.\n\
             Check it once it is changed: bieumau forms check {shown}\nUse it: bieumau check FORM.xlsx --schemas {shown}\n"
        )))?;
    Ok(ExitCode::SUCCESS)
}
