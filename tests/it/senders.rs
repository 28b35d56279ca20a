//! Whose a file is, by its title block, the decision, its name and its folders.

use std::sync::Arc;

use bieumau::cell::{Cell, SheetName};
use bieumau::finding::Severity;
use bieumau::intake::decision::{self, Citation};
use bieumau::intake::identify::late::{Late, reconsider};
use bieumau::intake::identify::{EvidenceSource, Identity, identify};
use bieumau::intake::{Claims, Decision, Line};
use bieumau::schema::{self, Form};
use bieumau::text::{self, Language};

use crate::names::names_2023;

/// The form that comes with a decision or a plan.
pub fn form() -> Arc<Form> {
    let schemas = schema::embedded().expect("embedded schemas");
    Arc::clone(schemas.form("shared-databases").expect("it ships with the program"))
}

/// `C7` as a cell.
fn cell(address: &str) -> Cell {
    let (column, row) = address.split_at(1);
    Cell::new(row.parse::<u32>().expect("a number") - 1, u32::from(column.as_bytes()[0] - b'A'))
}

pub fn lines(sheet: Option<&str>, cells: &[(&str, &str)]) -> Vec<Line> {
    let sheet: Option<SheetName> = sheet.map(SheetName::from);
    let line =
        |(address, typed): &(&str, &str)| Line { sheet: sheet.clone(), cell: cell(address), text: text::tidy(typed) };
    cells.iter().map(line).collect()
}

fn found(path: &str, cells: &[(&str, &str)], claims: &Claims) -> Identity {
    let path: Arc<str> = Arc::from(path);
    let lines = lines(Some("PL1"), cells);
    let decisions: Vec<Decision> = match decision::find(&path, &decision::Kinds::new(&form()), &lines) {
        Citation::Decision(decision) => vec![decision],
        _ => Vec::new(),
    };
    identify(&names_2023(), &path, &lines, &decisions, claims)
}

/// The agency and the findings, as `H22` or `- conflicting-agency`.
fn told(path: &str, cells: &[(&str, &str)]) -> String {
    let identity = found(path, cells, &Claims::default());
    let mut told = identity.agency.unwrap_or_else(|| "-".to_owned());
    for finding in identity.findings {
        told = format!("{told} {}", finding.rule.name);
    }
    told
}

#[test]
fn evidence_is_weighed() {
    const HA_GIANG: &[(&str, &str)] = &[("A1", "ỦY BAN NHÂN DÂN"), ("A2", "TỈNH HÀ GIANG")];
    assert_eq!(told("a.xlsx", HA_GIANG), "H22");
    assert_eq!(told("00.00.H22-1-QD.xlsx", HA_GIANG), "H22");
    assert_eq!(told("00.00.H14-1-QD.xlsx", HA_GIANG), "- conflicting-agency");
    assert_eq!(told("Cao Bằng/PL.xlsx", HA_GIANG), "- conflicting-agency");
    // Two letters in front say little, and nothing against a title block.
    assert_eq!(told("CT - PL.xlsx", HA_GIANG), "H22");
    assert_eq!(told("CT - PL.xlsx", &[]), "H13");
    // The nearest folder that names an agency; those above it are somebody's order.
    assert_eq!(told("Bộ Công an/Hà Giang/2023/PL.xlsx", &[]), "H22");
    assert_eq!(told("ha-giang.zip › PL.xlsx", &[]), "H22");
    assert_eq!(told("PL.xlsx", &[]), "- unknown-agency");
    // Above the table a department, to the right the recipient.
    assert_eq!(
        told(
            "PL.xlsx",
            &[
                ("A1", "UBND TỈNH BẮC GIANG"),
                ("A2", "SỞ THÔNG TIN VÀ TRUYỀN THÔNG"),
                ("A4", "Kính gửi:"),
                ("B4", "Bộ Thông tin và Truyền thông")
            ]
        ),
        "H02"
    );
    assert_eq!(
        told("PL.xlsx", &[("A1", "BẢO HIỂM XÃ HỘI VIỆT NAM"), ("A2", "BẢO HIỂM XÃ HỘI TỈNH HÀ GIANG")]),
        "- unknown-agency"
    );
}

#[test]
fn the_decision_tells_too() {
    let line = |text| [("A3", text)];
    let of_ministry = line("(Kèm theo Quyết định số 12/QĐ-BCA ngày 1/2/2023 của Bộ Công an)");
    assert_eq!(told("PL.xlsx", &of_ministry), "G01");
    assert_eq!(found("PL.xlsx", &of_ministry, &Claims::default()).evidence[0].source, EvidenceSource::Decision);
    assert_eq!(told("H22.xlsx", &of_ministry), "- conflicting-agency");
    assert_eq!(told("PL.xlsx", &line("Kèm theo Quyết định số 12/QĐ-BCA ngày 1/2/2023")), "G01");
    assert_eq!(told("PL.xlsx", &line("(Kèm theo Quyết định số .../QĐ-UBND ngày ... của UBND tỉnh Hà Giang)")), "H22");
    assert_eq!(told("H22.xlsx", &line("Kèm theo Quyết định số 12/QĐ-BCA ngày 1/2/2023")), "H22 foreign-decision");
    assert_eq!(told("G01.xlsx", &line("Kèm theo Quyết định số 12/QĐ-UBND ngày 1/2/2023")), "G01 foreign-decision");
    assert_eq!(told("G01.xlsx", &line("Kèm theo Quyết định số 12/QĐ-BNV ngày 1/2/2023")), "G01 foreign-decision");
    assert_eq!(told("H22.xlsx", &line("Kèm theo Quyết định số 12/QĐ-STTTT ngày 1/2/2023")), "H22 foreign-decision");
}

#[test]
fn bodies_are_not_the_agency_whose_name_they_bear() {
    let of = |text: &str| format!("(Kèm theo Quyết định số 12/{text})");
    let cases: &[(&[&str], &str, &str)] = &[
        (&["ỦY BAN NHÂN DÂN", "HUYỆN ĐỒNG VĂN, TỈNH HÀ GIANG"], "QĐ-UBND ngày 1/2/2023", "- unknown-agency"),
        (&["UBND HUYỆN ĐỒNG VĂN"], "QĐ-UBND ngày 1/2/2023 của UBND huyện Đồng Văn", "- unknown-agency"),
        (&["UBND QUẬN NINH KIỀU"], "QĐ-UBND ngày 1/2/2023", "- unknown-agency"),
        (&["UBND HUYỆN ĐỒNG VĂN"], "QĐ-UBND ngày 1/2/2023 của UBND tỉnh Hà Giang", "- unknown-agency"),
        (&["UBND TỈNH HÀ GIANG\nUBND XÃ LŨNG CÚ"], "QĐ-UBND ngày 1/2/2023 của UBND tỉnh Hà Giang", "- unknown-agency"),
        (&["UBND THÀNH PHỐ HUẾ"], "QĐ-UBND ngày 1/2/2023 của UBND tỉnh Thừa Thiên Huế", "- unknown-agency"),
        (&["UBND XÃ TÂN SƠN, HUYỆN CAO LĨNH", "TỈNH HÀ GIANG"], "QĐ-UBND ngày 1/2/2023", "- unknown-agency"),
        (&["UBND THÀNH PHỐ HÒA BÌNH"], "QĐ-UBND ngày 1/2/2023 của UBND thành phố Hòa Bình", "- unknown-agency"),
        (&["ỦY BAN NHÂN DÂN", "THÀNH PHỐ THỦ ĐỨC"], "QĐ-UBND ngày 1/2/2023", "- unknown-agency"),
        (&["UBND THÀNH PHỐ BẮC NINH, TỈNH BẮC NINH"], "QĐ-UBND ngày 1/2/2023", "- unknown-agency"),
        (&["CÔNG AN TỈNH HÀ GIANG"], "QĐ-CAT ngày 1/2/2023", "- unknown-agency"),
        (&["BỘ CÔNG AN", "CÔNG AN TỈNH HÀ GIANG"], "QĐ-CAT ngày 1/2/2023", "- unknown-agency"),
        (&["BỆNH VIỆN ĐA KHOA", "TỈNH HÀ GIANG"], "QĐ-BVĐK ngày 1/2/2023", "- unknown-agency"),
        (&["TRƯỜNG ĐẠI HỌC HÀ NỘI"], "QĐ-ĐHHN ngày 1/2/2023", "- unknown-agency"),
        (&["ĐẠI HỌC QUỐC GIA HÀ NỘI"], "QĐ-ĐHQGHN ngày 1/2/2023", "- unknown-agency"),
        (&["TỈNH ỦY HÀ GIANG"], "QĐ-TU ngày 1/2/2023", "- unknown-agency"),
        (&["HỘI ĐỒNG NHÂN DÂN TỈNH HÀ GIANG"], "QĐ-HĐND ngày 1/2/2023", "- unknown-agency"),
        (&["HỘI NÔNG DÂN TỈNH HÀ GIANG"], "QĐ-HND ngày 1/2/2023", "- unknown-agency"),
        (&["LIÊN ĐOÀN LAO ĐỘNG TỈNH HÀ GIANG"], "QĐ-LĐLĐ ngày 1/2/2023", "- unknown-agency"),
        (&["KHO BẠC NHÀ NƯỚC HÀ GIANG"], "QĐ-KBHG ngày 1/2/2023", "- unknown-agency"),
        (&["NGÂN HÀNG NHÀ NƯỚC", "CHI NHÁNH TỈNH HÀ GIANG"], "QĐ-HAG ngày 1/2/2023", "- unknown-agency"),
        (&["TẬP ĐOÀN ĐIỆN LỰC VIỆT NAM"], "QĐ-EVN ngày 1/2/2023", "- unknown-agency"),
        (&["CÔNG TY CỔ PHẦN CẤP NƯỚC TỈNH HÀ GIANG"], "QĐ-CTN ngày 1/2/2023", "- unknown-agency"),
        // Under the agency's heading it is the decision that is another's.
        (&["UBND TỈNH ĐỒNG THÁP", "UBND THỊ XÃ SÔNG BẰNG"], "QĐ-UBND ngày 1/2/2023", "H20 foreign-decision"),
        (&["UBND TỈNH HÀ GIANG"], "QĐ-UBND ngày 1/2/2023 của Chủ tịch UBND huyện Đồng Văn", "H22 foreign-decision"),
        (&["UBND TỈNH HÀ GIANG", "SỞ Y TẾ"], "QĐ-SYT ngày 1/2/2023", "H22 foreign-decision"),
        (&["UBND TỈNH HÀ GIANG", "SỞ Y TẾ"], "QĐ-SYT ngày 1/2/2023 của Giám đốc Sở Y tế", "H22 foreign-decision"),
        (&["BỘ Y TẾ", "BỆNH VIỆN BẠCH MAI"], "QĐ-BM ngày 1/2/2023", "G18 foreign-decision"),
        (&["BỘ THÔNG TIN VÀ TRUYỀN THÔNG"], "QĐ-STTTT ngày 1/2/2023", "G14 foreign-decision"),
        (&["BỘ Y TẾ", "THANH TRA BỘ"], "QĐ-TTrB ngày 1/2/2023 của Chánh Thanh tra Bộ Y tế", "G18 foreign-decision"),
        (&["BỘ Y TẾ", "NHÀ XUẤT BẢN Y HỌC"], "QĐ-NXBYH ngày 1/2/2023 của Giám đốc NXB Y học", "G18 foreign-decision"),
        (&["UBND TX ĐÔNG TRIỀU - TỈNH QUẢNG NINH"], "QĐ-UBND ngày 1/2/2023", "- unknown-agency"),
        (&["ỦY BAN NHÂN DÂN Q. HẢI CHÂU"], "QĐ-UBND ngày 1/2/2023", "- unknown-agency"),
        (&["UBND TỈNH HÀ GIANG"], "QĐ-UBND ngày 1/2/2023 của UBND H. Yên Minh", "H22 foreign-decision"),
        (&["Mẫu số 01 - Bộ Y tế ban hành tại Công văn 5/BYT"], "QĐ-UBND ngày 1/2/2023 của UBND tỉnh Lào Cai", "H38"),
        (&["BỘ Y TẾ"], "QĐ-BYT ngày 1/2/2023 của Thứ trưởng Bộ Y tế", "G18"),
        (&["UBND TỈNH HÀ GIANG"], "QĐ-UBNDT ngày 1/2/2023 của UBND tỉnh", "H22"),
        // Neighbours: the agency's own, whoever compiled it, received it or lies in the way.
        (&["UBND TỈNH HÀ GIANG", "SỞ Y TẾ"], "QĐ-UBND ngày 1/2/2023", "H22"),
        (&["SỞ Y TẾ TỈNH HÀ GIANG"], "QĐ-UBND ngày 1/2/2023 của UBND tỉnh", "H22"),
        (&["UBND TỈNH HÀ GIANG", "CÔNG AN TỈNH"], "QĐ-UBND ngày 1/2/2023", "H22"),
        (&["CÔNG AN TỈNH HÀ GIANG"], "QĐ-UBND ngày 1/2/2023 của UBND tỉnh Hà Giang", "H22 headed-by-a-body"),
        (&["HUYỆN ĐỒNG VĂN"], "QĐ-UBND ngày 1/2/2023 của UBND tỉnh Hà Giang", "H22 headed-by-a-body"),
        (&["UBND TỈNH HÀ GIANG"], "QĐ-CT ngày 1/2/2023 của Chủ tịch UBND tỉnh", "H22"),
        (&["UBND TỈNH HÀ GIANG"], "QĐ-UBND-VX ngày 1/2/2023", "H22"),
        (&["UBND THÀNH PHỐ HẢI PHÒNG"], "QĐ-UBND ngày 1/2/2023 của UBND thành phố", "H24"),
        (&["UBND THÀNH PHỐ CẦN THƠ", "SỞ THÔNG TIN VÀ TRUYỀN THÔNG"], "QĐ-UBND ngày 1/2/2023", "H13"),
        (&["TỈNH THỪA THIÊN HUẾ", "(nay là thành phố Huế)"], "QĐ-UBND ngày 1/2/2023", "H57"),
        (&["UBND TỈNH HẢI DƯƠNG", "Thành phố Hải Dương, ngày 1 tháng 2 năm 2023"], "QĐ-UBND ngày 1/2/2023", "H23"),
        (&["UBND TỈNH HÀ GIANG", "Kính gửi: Công an tỉnh"], "QĐ-UBND ngày 1/2/2023", "H22"),
        (&["UBND TỈNH HÀ GIANG", "DANH MỤC CỦA CÁC SỞ, BAN, NGÀNH, HUYỆN, XÃ"], "QĐ-UBND ngày 1/2/2023", "H22"),
        (&["BỘ Y TẾ", "CỤC CÔNG NGHỆ THÔNG TIN"], "QĐ-BYT ngày 1/2/2023", "G18"),
        (&["NGÂN HÀNG NHÀ NƯỚC VIỆT NAM"], "QĐ-NHNN ngày 1/2/2023", "G19"),
        (&["VIỆN HÀN LÂM", "KHOA HỌC XÃ HỘI VIỆT NAM"], "QĐ-KHXH ngày 1/2/2023", "KHXH"),
        (&["BAN QUẢN LÝ LĂNG", "CHỦ TỊCH HỒ CHÍ MINH"], "QĐ-BQLL ngày 1/2/2023", "G23"),
        (&["BẢO HIỂM XÃ HỘI VIỆT NAM"], "QĐ-BHXH ngày 1/2/2023", "G24"),
    ];
    let mut wrong = Vec::new();
    for (above, decision, expected) in cases {
        let addresses = ["A1", "A2", "A3", "A4"];
        let line = of(decision);
        let texts = above.iter().copied().chain([line.as_str()]);
        let cells: Vec<(&str, &str)> = addresses.into_iter().zip(texts).collect();
        let said = told("PL.xlsx", &cells);
        if said != *expected {
            wrong.push(format!("{above:?} {decision}: {said}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The worst that is said of the decision.
fn severity(above: &str, decision: &str) -> Option<Severity> {
    let line = format!("(Kèm theo Quyết định số 99/{decision})");
    let identity = found("PL.xlsx", &[("A1", above), ("A2", &line)], &Claims::default());
    identity.findings.iter().map(|finding| finding.severity).max()
}

#[test]
fn a_provinces_own_documents_end_in_its_committee() {
    const PROVINCE: &str = "UBND TỈNH HÀ GIANG";
    for decision in [
        "QĐ-TTr ngày 1/6/2023 của Chánh Thanh tra tỉnh Hà Giang",
        "QĐ-LMHTX ngày 1/6/2023 của Chủ tịch Liên minh HTX tỉnh Hà Giang",
        "QĐ-VQG ngày 1/6/2023 của Giám đốc Vườn quốc gia Du Già",
        "QĐ-BCĐ ngày 1/6/2023 của Ban Chỉ đạo chuyển đổi số tỉnh Hà Giang",
        "QĐ-MTTQ ngày 1/6/2023 của Ủy ban MTTQ tỉnh Hà Giang",
        "QĐ-VP ngày 1/6/2023 của Chánh Văn phòng Đoàn ĐBQH và HĐND tỉnh Hà Giang",
        "QĐ-BQLDA ngày 1/6/2023 của Ban QLDA ĐTXD tỉnh Hà Giang",
        "QĐ-XYZ ngày 1/6/2023",
        "QĐ-BHXH ngày 1/6/2023 của UBND tỉnh",
    ] {
        assert_eq!(severity(PROVINCE, decision), Some(Severity::Error), "{decision}");
    }
    for decision in ["QĐ-XYZ ngày 1/6/2023 của Chủ tịch UBND tỉnh Hà Giang", "QĐ-STTTT ngày 1/6/2023 của UBND tỉnh"]
    {
        assert_eq!(severity(PROVINCE, decision), Some(Severity::Warning), "{decision}");
    }
    for decision in [
        "QĐ-UBND ngày 1/6/2023",
        "QĐ-UBND-CNTT ngày 1/6/2023 của UBND tỉnh",
        "QĐ-CTUBND ngày 1/6/2023 của Chủ tịch UBND tỉnh Hà Giang",
        "QĐ-UBND ngày 1/6/2023 của UBND tỉnh ban hành danh mục của các sở, ngành tỉnh Hà Giang",
    ] {
        assert_eq!(severity(PROVINCE, decision), None, "{decision}");
    }
    assert_eq!(severity("BỘ Y TẾ", "QĐ-BGTVT ngày 1/6/2023 của Bộ trưởng"), Some(Severity::Error));
}

#[test]
fn a_body_is_told_with_its_place_and_what_to_send() {
    let cells = [("A1", "CÔNG AN TỈNH HÀ GIANG"), ("A2", "Kèm theo Quyết định số 4/QĐ-CAT ngày 1/2/2023")];
    let identity = found("PL.xlsx", &cells, &Claims::default());
    assert_eq!(identity.probable.as_deref(), Some("H22"));
    let finding = &identity.findings[0];
    assert_eq!(
        finding.message(Language::Vietnamese),
        "Không xác định được cơ quan gửi; «CÔNG AN TỈNH HÀ GIANG» (A1) là công an, không phải cơ quan trong danh sách."
    );
    // The police is no part of the province: who is above it is not guessed.
    assert!(finding.help(Language::Vietnamese).starts_with("Gửi biểu do cơ quan chủ quản ban hành"));
    assert_eq!(finding.location.cell, Some(cell("A1")));

    let identity = found("PL.xlsx", &[("A1", "UBND HUYỆN ĐỒNG VĂN"), ("A2", "TỈNH HÀ GIANG")], &Claims::default());
    let help = identity.findings.iter().map(|finding| finding.help(Language::Vietnamese)).collect::<String>();
    assert!(help.is_empty() || help.starts_with("Gửi biểu do Tỉnh Hà Giang ban hành"), "{help}");
}

#[test]
fn a_receiver_is_no_sender() {
    const SON_LA: &[(&str, &str)] = &[("A1", "UBND TỈNH SƠN LA")];
    for path in [
        "FW bao cao BTTTT/PL.xlsx",
        "Phu luc bao cao Bo Thong tin va Truyen thong.xlsx",
        "BC Bộ TT&TT.xlsx",
        "DM CSDL gửi Bộ TTTT.xlsx",
        "RE_ [Bộ TTTT] V_v danh muc UBND tỉnh Sơn La/PL.xlsx",
        "DM TP Son La.xlsx",
    ] {
        // The form's basis is the receiver's letter.
        let names = names_2023().asking_for(&[form()]);
        let path: Arc<str> = Arc::from(path);
        let identity = identify(&names, &path, &lines(None, SON_LA), &[], &Claims::default());
        assert_eq!(identity.agency.as_deref(), Some("H52"), "{path}: {:?}", identity.findings);
    }
}

#[test]
fn claims_win_and_contradictions_are_told() {
    const HA_GIANG: &[(&str, &str)] = &[("A2", "TỈNH HÀ GIANG")];
    let claims = Claims { agency: Some("h14".to_owned()), manifest: None };
    let identity = found("Hà Giang.xlsx", HA_GIANG, &claims);
    assert_eq!(identity.agency.as_deref(), Some("H14"));
    assert_eq!(identity.findings[0].severity, Severity::Warning);
    assert_eq!(identity.findings[0].rule.name, "conflicting-agency");
    let silent = found("Hà Giang.xlsx", &[], &claims);
    assert_eq!((silent.agency.as_deref(), silent.findings.len()), (Some("H14"), 0));
    let manifest = Claims { agency: None, manifest: Some("Tỉnh Cao Bằng".to_owned()) };
    assert_eq!(found("PL.xlsx", &[], &manifest).agency.as_deref(), Some("H14"));
    let wrong = Claims { agency: Some("H99".to_owned()), manifest: None };
    assert_eq!(found("Hà Giang.xlsx", HA_GIANG, &wrong).findings[0].rule.name, "unknown-agency");
}

#[test]
fn findings_say_what_was_read() {
    let conflict = found("Đồng Tháp/DM.xlsx", &[("B2", "TỈNH CÀ MAU")], &Claims::default());
    assert_eq!(
        conflict.findings[0].message(Language::Vietnamese),
        "Tệp nêu hai cơ quan: Tỉnh Cà Mau (B2) và Tỉnh Đồng Tháp (tên thư mục)."
    );
    let unknown = found("PL.xlsx", &[("A2", "TỈNH HÀ GIAN")], &Claims::default());
    assert!(unknown.findings[0].message(Language::Vietnamese).contains("Tỉnh Hà Giang"));
    let later = found("PL.xlsx", &[("A2", "BỘ NÔNG NGHIỆP VÀ MÔI TRƯỜNG")], &Claims::default());
    assert!(later.findings[0].message(Language::English).contains("Bộ Nông nghiệp và Môi trường"));
}

#[test]
fn properties_speak_last() {
    let names = names_2023();
    let path: Arc<str> = Arc::from("bieu mau.xlsx");
    let told = |path: &Arc<str>, below: &[(u32, &str)], properties: &[&str]| {
        let identity = identify(&names, path, &[], &[], &Claims::default());
        let properties = properties.iter().map(|text| (*text).to_owned()).collect();
        let below = (8..).zip(below).map(|(row, (column, text))| Line {
            sheet: None,
            cell: Cell::new(row, *column),
            text: (*text).to_owned(),
        });
        let late = Late { below: below.collect(), properties, ..Late::default() };
        let identity = reconsider(&names, path, identity, &late);
        (identity.agency, identity.findings.iter().map(|finding| finding.rule.name.to_string()).collect::<Vec<_>>())
    };
    let weakly = |code: &str| (Some(code.to_owned()), vec!["unnamed-sender".to_owned()]);
    let unknown = || (None, vec!["unknown-agency".to_owned()]);
    assert_eq!(told(&path, &[], &["Danh mục của UBND tỉnh Hà Giang", "Admin"]), weakly("H22"));
    assert_eq!(told(&path, &[], &["Nguyễn Hà Giang"]), unknown(), "a person");
    assert_eq!(told(&path, &[], &["UBND tỉnh Hà Giang", "UBND tỉnh Cao Bằng"]), unknown(), "two");
    assert_eq!(told(&path, &[], &["Sở Nội vụ tỉnh Hà Giang"]), unknown(), "a department's machine");
    let signed = [(6, "TM. ỦY BAN NHÂN DÂN"), (6, "TỈNH ĐIỆN BIÊN"), (6, "CHỦ TỊCH")];
    assert_eq!(told(&path, &signed, &["UBND tỉnh Hà Giang"]), weakly("H18"), "who signs is nearer");
    let receivers = [(0, "Nơi nhận:"), (0, "- UBND tỉnh Hà Giang;"), (0, "- Bộ Y tế;")];
    assert_eq!(told(&path, &receivers, &[]), unknown(), "who receives it");
    let named: Arc<str> = Arc::from("H18_bieu.xlsx");
    assert_eq!(
        told(&named, &[], &["UBND tỉnh Hà Giang"]),
        (Some("H18".to_owned()), Vec::new()),
        "never against a name"
    );
}
