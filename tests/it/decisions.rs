//! Which document issues a form, by the words of its title block and the names of files and sheets.

use std::sync::Arc;

use bieumau::cell::Location;
use bieumau::intake::decision::{Citation, Kinds, find, in_name, is_draft, missing, names_draft};
use bieumau::text::lists::BareWords;
use bieumau::text::{self, Language};

use crate::senders::{form, lines};

/// `1029/QĐ-UBND 2023-05-15`, or what is missing.
fn told(cells: &[(&str, &str)]) -> String {
    match find(&Arc::from("a.xlsx"), &Kinds::new(&form()), &lines(Some("PL1"), cells)) {
        Citation::Decision(decision) => format!("{} {}", decision.number, decision.date),
        Citation::Incomplete(line, gap) => format!("{} {gap:?}", line.cell),
        Citation::None => "none".to_owned(),
    }
}

#[test]
fn usual_wordings() {
    for text in [
        "Kèm theo Quyết định số 1029/QĐ-UBND ngày 15/5/2023 của UBND tỉnh Hà Giang",
        "(Ban hành kèm theo Quyết định số: 1029 /QĐ-UBND, ngày 15 tháng 5 năm 2023 của …)",
        "(ban hành theo Quyết định số 1029/QĐ-UBND ngày 15/05/2023)",
        "KÈM THEO QUYẾT ĐỊNH SỐ 1029/QĐ-UBND NGÀY 15/5/2023",
        "Kem theo Quyet dinh so 1029/QD-UBND ngay 15/5/2023",
        "QĐ số 1029/QĐ-UBND ngày 15.05.2023",
        "Quyết định số 1029/QĐ - UBND ngày 15-5-2023",
        "Quyết định 1029/QĐ–UBND, ngày 15 / 5 / 2023",
        "Quyết định số 1029/QĐ-UBND\nngày 15/5/2023\ncủa UBND tỉnh",
        "(Kèm theo văn bản ngày 15/5/2023, Quyết định số 1029/QĐ-UBND)",
        "Quyết định ngày 15/5/2023 số 1029/QĐ-UBND",
        "Quyết định số 1029 QĐ-UBND ngày 15/5/23",
        "Quyết định số 1029/qđ-ubnd ngày 15/5/2023",
        "Quy?t ??nh s?: 1029/Q?-UBND, ng?y 15/5/2023 c?a ?y ban",
        "Ke\u{300}m theo Quye\u{302}\u{301}t \u{111}i\u{323}nh so\u{302}\u{301} 1029/QĐ-UBND nga\u{300}y 15 tha\u{301}ng 5 năm 2023",
        "số: 1029/QĐ-UBND ngày 15/5/2023",
        "Quyết định số QĐ-UBND-1029 ngày 15/5/2023",
        "Quyết định số 1029/QĐ-UBND ngày 15 tháng 5/2023",
        "(Kèm theo Quyết định số 1029/QĐ-UBND ký ngày 2023-05-15)",
        "Kèm theo Quyết định số 1029/QĐ.UBND ngày 15/5/2023",
        "Kèm theo Quyết định số 1029-QĐ/UBND ngày 15 tháng 5 2023",
        "(Theo Quyết định số 1029/QĐ-UBND ngày 15/5/2023 của UBND tỉnh)",
    ] {
        assert_eq!(told(&[("A3", text)]), "1029/QĐ-UBND 2023-05-15", "{text}");
    }
    assert_eq!(told(&[("A3", "Quyết định số 1 613/QĐ-UBND ngày 2/6/2023")]), "1613/QĐ-UBND 2023-06-02");
    assert_eq!(told(&[("A3", "Phụ lục 1 613/QĐ-UBND ngày 2/6/2023")]), "613/QĐ-UBND 2023-06-02");
    assert_eq!(told(&[("A3", "Kế hoạch số 12/KH-UBND ngày 01.02.2023")]), "12/KH-UBND 2023-02-01");
    assert_eq!(told(&[("A3", "Quyết định số 2381/QĐ-BTTTT ngày 2/6/2023")]), "2381/QĐ-BTTTT 2023-06-02");
    assert_eq!(told(&[("A3", "Quyết định số 12/2023/QĐ-UBND ngày 2/6/2023")]), "12/2023/QĐ-UBND 2023-06-02");
    assert_eq!(told(&[("A3", "Kèm theo Quyết định số 1029 ngày 2/6/2023")]), "1029 2023-06-02");
    assert_eq!(told(&[("A3", "Quyết định số 5/QĐ-UBND-CNTT ngày 2/6/2023")]), "5/QĐ-UBND-CNTT 2023-06-02");
    for number in ["5/QĐ-BCA-C06", "5/QĐ-BYT-K2ĐT", "5/QĐ-UBND.VX", "5/QĐ-UBND-KGVX"] {
        assert_eq!(told(&[("A3", &format!("Quyết định số {number} ngày 2/6/2023"))]), format!("{number} 2023-06-02"));
    }
    assert_eq!(told(&[("A3", "Số 5/QĐ-UBND.Về ngày 2/6/2023")]), "5/QĐ-UBND 2023-06-02");
    assert_eq!(told(&[("A3", "Kèm theo Quyết định số 5/QĐ-BLĐTBXH ngày 2/6/2023")]), "5/QĐ-BLĐTBXH 2023-06-02");
    // In the middle of a sentence, or beside what the form comes with, «theo» only cites; so does the Party's number.
    assert_eq!(told(&[("A3", "Lập theo Quyết định số 5/QĐ-UBND ngày 2/6/2023")]), "none");
    let beside =
        [("A3", "(Theo Quyết định số 5/QĐ-UBND ngày 2/6/2023)"), ("A4", "Kèm theo Quyết định số ..../QĐ-UBND")];
    assert_eq!(told(&beside), "A4 Unfilled");
    assert_eq!(told(&[("A3", "Kèm theo Kế hoạch số 15-KH/TU ngày 2/6/2023")]), "none");
}

#[test]
fn spread_over_cells() {
    assert_eq!(
        told(&[("A3", "Quyết định số"), ("B3", "1029/QĐ-UBND"), ("C3", "ngày"), ("D3", "15/5/2023")]),
        "1029/QĐ-UBND 2023-05-15"
    );
    assert_eq!(
        told(&[("A3", "Kèm theo Quyết định số 1029/QĐ-UBND"), ("A4", "ngày 15/5/2023 của UBND tỉnh")]),
        "1029/QĐ-UBND 2023-05-15"
    );
    assert_eq!(
        told(&[
            ("A1", "UBND TỈNH HÀ GIANG"),
            ("F1", "CỘNG HÒA"),
            ("A2", "Số: 12/KH-UBND"),
            ("F2", "Độc lập - Tự do"),
            ("F3", "Hà Giang, ngày 5 tháng 6 năm 2023"),
            ("A5", "KẾ HOẠCH CUNG CẤP DỮ LIỆU MỞ")
        ]),
        "12/KH-UBND 2023-06-05"
    );
    assert_eq!(told(&[("A2", "Số: 12/KH-UBND"), ("F2", "Hà Giang, ngày 5 tháng 6 năm 2023")]), "12/KH-UBND 2023-06-05");
    // The day of the recipient's letter is not the decision's.
    assert_eq!(
        told(&[
            ("A3", "Kèm theo Quyết định số 1029/QĐ-UBND"),
            ("A4", "Thực hiện Công văn số 5752/BTTTT-CĐSQG ngày 26/11/2022")
        ]),
        "A3 NoDate"
    );
}

#[test]
fn cited_documents_are_not_the_decision() {
    for text in [
        "Căn cứ Quyết định số 749/QĐ-TTg ngày 03/6/2020 của Thủ tướng Chính phủ",
        "Căn cứ Quyết định số 100/QĐ-UBND ngày 03/6/2020 của UBND tỉnh",
        "theo Công văn số 5752/BTTTT-CĐSQG ngày 26/11/2022 của Bộ Thông tin và Truyền thông",
        "(Kèm theo Công văn số 5752/BTTTT-CĐSQG ngày 26/11/2022)",
        "theo Nghị định số 47/2020/NĐ-CP ngày 09/4/2020 của Chính phủ",
        "Thực hiện Kế hoạch số 12/KH-UBND ngày 1/2/2023",
        "Thực hiện Quyết định số 749/QĐ-TTg ngày 3/6/2020",
        "Nghị quyết số 5/NQ-HĐND ngày 1/2/2023",
        "KẾ HOẠCH CUNG CẤP DỮ LIỆU MỞ",
        "KẾ HOẠCH DỮ LIỆU MỞ NĂM 2023",
        "Kỳ báo cáo: 15/5/2023",
    ] {
        assert_eq!(told(&[("A3", text)]), "none", "{text}");
    }
    assert_eq!(
        told(&[
            ("A3", "Thực hiện Quyết định số 749/QĐ-TTg ngày 3/6/2020 của Thủ tướng Chính phủ"),
            ("A4", "Kèm theo Quyết định số 1029/QĐ-UBND ngày 15/5/2023"),
        ]),
        "1029/QĐ-UBND 2023-05-15"
    );
    assert_eq!(
        told(&[(
            "A3",
            "(Kèm theo Quyết định số 1029/QĐ-UBND ngày 15/5/2023; căn cứ Quyết định số 749/QĐ-TTg ngày 3/6/2020)"
        )]),
        "1029/QĐ-UBND 2023-05-15"
    );
    // What the form comes with goes before what is only named.
    assert_eq!(
        told(&[
            ("A3", "Kế hoạch số 5/KH-UBND ngày 1/1/2023"),
            ("A4", "Kèm theo Quyết định số 6/QĐ-UBND ngày 2/1/2023")
        ]),
        "6/QĐ-UBND 2023-01-02"
    );
    assert_eq!(
        told(&[
            ("A3", "Mẫu số 01 (Ban hành kèm theo Quyết định số 99/QĐ-BTTTT ngày 1/1/2022)"),
            ("A4", "Số: 6/QĐ-UBND ngày 2/1/2023")
        ]),
        "6/QĐ-UBND 2023-01-02"
    );
}

#[test]
fn unfilled_and_half_filled() {
    for text in [
        "(Kèm theo Quyết định số ..../QĐ-UBND ngày ... tháng ... năm 2023)",
        "Kèm theo Quyết định số      /QĐ-UBND ngày   /  /2023",
        "Quyết định số …… ngày …",
        "(Ban hành kèm theo Kế hoạch số ……/KH-UBND ngày ……/……/2023 của UBND tỉnh)",
        "Số:        /QĐ-UBND",
        "Kèm theo Quyết định số ___/QĐ-UBND ngày ___",
        "(Kèm theo Quyết định số …/2023/QĐ-UBND)",
    ] {
        assert_eq!(told(&[("A3", text)]), "A3 Unfilled", "{text}");
    }
    assert_eq!(told(&[("A3", "Kèm theo Quyết định số 1029/QĐ-UBND ngày ... tháng ... năm 2023")]), "A3 NoDate");
    assert_eq!(told(&[("A3", "Kèm theo Quyết định số 1029/QĐ-UBND")]), "A3 NoDate");
    assert_eq!(told(&[("A3", "Kèm theo Quyết định ngày 15/5/2023 của UBND tỉnh")]), "A3 NoNumber");
    assert_eq!(told(&[("A3", "Kèm theo Quyết định số .../QĐ-UBND ngày 15/5/2023")]), "A3 NoNumber");
    assert_eq!(told(&[("A3", "Kèm theo Quyết định số 5/QĐ-UBND ngày 31/02/2023")]), "A3 NoSuchDay(\"31/02/2023\")");
    assert_eq!(told(&[]), "none");
}

#[test]
fn the_finding_says_what_is_there() {
    let lines = lines(None, &[("A3", "(Kèm theo Quyết định số ..../QĐ-UBND ngày ... tháng ... năm 2023)")]);
    let (path, form) = (Arc::from("a.csv"), form());
    let found = find(&path, &Kinds::new(&form), &lines);
    let finding = missing(&form, &found, Location::file(&path));
    assert_eq!(
        finding.message(Language::Vietnamese),
        "Không thấy số và ngày của văn bản ban hành (Quyết định, Kế hoạch); dòng ở ô A3 còn để trống."
    );
    assert_eq!(
        missing(&form, &Citation::None, Location::file(&path)).message(Language::English),
        "The number and date of the issuing document (Quyết định, Kế hoạch) were not found."
    );
}

#[test]
fn the_name_of_a_sheet_or_file_tells_a_decision_in_full_or_not_at_all() {
    let kinds = Kinds::new(&form());
    let told = |name: &str| {
        let found = in_name(name, &kinds, Location::file(&Arc::from("a.xlsx")));
        found.map(|decision| format!("{} {}", decision.number, decision.date))
    };
    assert_eq!(told("613_QD-UBND_15052023_DM").as_deref(), Some("613/QĐ-UBND 2023-05-15"));
    assert_eq!(told("QĐ 1467-QĐ-UBND 10.2.2023").as_deref(), Some("1467/QĐ-UBND 2023-02-10"));
    assert_eq!(told("613_QD-UBND_DM"), None);
    assert_eq!(told("00.00.H53-724-QD-2023-PL1"), None);
    assert_eq!(told("Phu luc kem theo QD 1036"), None);
}

#[test]
fn a_draft_says_so_at_the_beginning_or_in_brackets() {
    let words = BareWords::from(["dự thảo", "bản dự thảo", "bản trình ký"].map(str::to_owned).to_vec());
    let says = |text: &str| is_draft(&words, &form(), &text::bare(text));
    for text in ["DỰ THẢO", "(bản dự thảo xin ý kiến)", "DANH MỤC CSDL DÙNG CHUNG (bản trình ký)", "dự thảo Quyết định"]
    {
        assert!(says(text), "{text}");
    }
    for text in
        ["DANH MỤC CSDL DÙNG CHUNG (bản chính)", "Danh mục (đã tiếp thu ý kiến vào dự thảo)", "CSDL dự thảo văn bản"]
    {
        assert!(!says(text), "{text}");
    }
}

#[test]
fn names_of_files_and_sheets_say_that_it_is_a_draft() {
    let drafts = BareWords::from(vec!["dự thảo".to_owned(), "draft".to_owned()]);
    for name in ["(du thao) PL1", "DuThao_PL1", "PL1 - Dự thảo lần 2", "PL1_draft", "DRAFT"] {
        assert!(names_draft(&drafts, name), "{name}");
    }
    for name in ["PL1", "Du lieu thao luan", "Dự toán", "aircraft draftsman"] {
        assert!(!names_draft(&drafts, name), "{name}");
    }
}

#[test]
fn what_the_name_of_a_file_tells_comes_before_a_note_below_the_table() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("H14 613-QĐ-UBND 15.5.2023.csv");
    let form = "UBND TỈNH CAO BẰNG\nDANH MỤC CƠ SỞ DỮ LIỆU DÙNG CHUNG\n\
        STT,Tên cơ sở dữ liệu,Mục đích,\"Phạm vi, nội dung dữ liệu\",Đơn vị chủ trì,\"Nguồn dữ liệu, cơ chế thu thập, cập nhật\",Hình thức chia sẻ,Hiện trạng\n\
        1,CSDL đất đai,Quản lý nhà nước,Hồ sơ và số liệu,Sở Nội vụ,Cập nhật hằng ngày,Chia sẻ mặc định,Đã có\n\
        Ghi chú: Quyết định số 12/QĐ-UBND ngày 15/5/2022 của UBND tỉnh\n";
    std::fs::write(&file, form).expect("it can be written");
    let report = crate::run::json(
        &crate::run::run(crate::run::bieumau().arg("check").arg(&file).args(["--format", "json"]), 0).stdout,
    );
    assert_eq!(report["files"][0]["tables"][0]["decision"]["number"], "613/QĐ-UBND");
    assert_eq!(report["findings"].as_array().map(Vec::len), Some(0), "{report}");
}
