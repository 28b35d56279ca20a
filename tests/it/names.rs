//! Which agency a label or the lines of a title block name: by the rosters of the repository.

use std::sync::Arc;

use bieumau::intake::names::{How, Manner, Names, Resolution, Weight};
use bieumau::schema::{self, Agency, Country};
use bieumau::text;

/// A roster of the repository.
fn roster(name: &str) -> Vec<Agency> {
    schema::embedded()
        .and_then(|schemas| Ok(schemas.roster(name)?.agencies.clone()))
        .expect("it ships with the program")
}

fn country() -> Arc<Country> {
    schema::embedded().expect("embedded schemas").country
}

pub fn names_2023() -> Names {
    Names::new(&roster("2023"), &country())
}

fn names_2025() -> Names {
    Names::new(&roster("2025"), &country())
}

/// The agencies of the strongest mentions: `!H22` strong, `?H22` weak.
fn said(resolution: &Resolution) -> String {
    let strong = resolution.agencies(Weight::Strong);
    let (mark, codes) = if strong.is_empty() { ("?", resolution.agencies(Weight::Weak)) } else { ("!", strong) };
    codes.iter().map(|code| format!("{mark}{code}")).collect::<Vec<_>>().join(" ")
}

fn check_labels(names: &Names, cases: &[(&str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(label, expected)| {
            let resolution = names.resolve(label);
            let said = said(&resolution);
            (said != *expected).then(|| format!("{label}: {said:?}, not {expected:?} ({:?})", resolution.mentions))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn check_titles(names: &Names, cases: &[(&[&str], &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(units, expected)| {
            let resolution = names.resolve_units(units, Manner::Title);
            let said = said(&resolution);
            (said != *expected).then(|| format!("{units:?}: {said:?}, not {expected:?} ({:?})", resolution.mentions))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_agency_is_found_by_its_names_and_by_no_other() {
    for (names, agencies) in [(names_2023(), roster("2023")), (names_2025(), roster("2025"))] {
        for agency in &agencies {
            let sure =
                std::iter::once(&agency.name).chain(agency.aliases.iter().filter(|alias| alias.chars().count() > 3));
            for name in sure {
                for typed in [name.clone(), name.to_uppercase(), name.replace(' ', "_"), text::bare(name)] {
                    let resolution = names.resolve(&typed);
                    // Without diacritics and in small letters, «Bộ CA» is any two words.
                    if typed.len() <= 5 && typed == text::bare(name) {
                        continue;
                    }
                    assert_eq!(resolution.agencies(Weight::Weak), [&agency.code], "{typed}: {:?}", resolution.mentions);
                }
            }
            if agency.code.bytes().any(|byte| byte.is_ascii_digit()) {
                let code = names.resolve(&format!("00.00.{}-613-QD", agency.code));
                assert_eq!(code.agencies(Weight::Strong), [&agency.code]);
            }
        }
    }
}

#[test]
fn provinces_in_labels() {
    check_labels(
        &names_2023(),
        &[
            ("Tỉnh Hà Giang", "!H22"),
            ("tỉnh hà giang", "!H22"),
            ("UBND Ha Giang", "!H22"),
            ("Ha_Giang", "!H22"),
            ("HaGiang_DMCSDL", "!H22"),
            ("DMCSDLHaGiang2023", "!H22"),
            ("HAGIANG-2023", "!H22"),
            ("ho chi minh danh muc csdl (2)", "!H29"),
            ("TP.HCM", "!H29"),
            ("TP. HCM", "!H29"),
            ("Tp HCM", "!H29"),
            ("TPHCM_PL1", "!H29"),
            ("tphcm", "!H29"),
            ("DM CSDL_HCM", "?H29"),
            ("BR-VT", "!H06"),
            ("BRVT danh muc", "!H06"),
            ("Bà Rịa – Vũng Tàu", "!H06"),
            ("Bà Rịa-Vũng Tàu", "!H06"),
            ("ba ria vung tau", "!H06"),
            ("TT-Huế", "!H57"),
            ("TT Huế", "!H57"),
            ("Thừa Thiên - Huế", "!H57"),
            ("thua thien hue", "!H57"),
            ("dak lak", "!H15"),
            ("Daklak", "!H15"),
            ("Đăk Nông - KH_DLM", "!H16"),
            ("Đắc Nông", "!H16"),
            ("Hoà Bình - danh muc csdl", "!H28"),
            ("Bắc Cạn", "!H03"),
            ("bac kan", "!H03"),
            ("KonTum", "!H34"),
            ("Nghe An_DM CSDL dung chung_final", "!H41"),
            ("bac lieu danh muc csdl (2)", "!H04"),
            ("CT - danh muc csdl", "?H13"),
            ("HN - Kế hoạch dữ liệu mở", "?H26"),
            ("HN_DM", "?H26"),
            ("Chi thi CT so 5", ""),
            ("DM HN cua so", ""),
            ("Sở Thông tin và Truyền thông tỉnh Hà Giang", "!H22"),
            ("So TTTT Quang Nam", "!H47"),
            ("quang nam dm csdl", "!H47"),
            ("Ha Nam Ninh", ""),
            ("Hà Nam", "!H25"),
            ("thai binh duong", ""),
            ("du an giang day", ""),
            ("Cong ty Anh Duong", ""),
            ("Tỉnh Ánh Dương", ""),
            ("Phu luc kem theo QD 1688", ""),
            ("huyen Hoa Binh", ""),
            ("Co quan Hoa Binh", "!H28"),
            ("Ha Nam dinh ky 6 thang", "!H25"),
            ("Quang Ninh_Binh Lieu", "!H49"),
            ("DM CSDL TP Hai Duong", ""),
            ("huyen Dong Phu, tinh Binh Phuoc", ""),
            ("DM CSDL quan ly tai san Ha Giang", "!H22"),
            ("Cuc Thue tinh Ha Giang", ""),
            ("Cong an tinh Ha Giang", ""),
            ("BHXH tinh Ha Giang", ""),
            ("BHXH Ha Giang", ""),
            ("NHNN chi nhánh Nghệ An", ""),
            ("Ngân hàng Nhà nước chi nhánh tỉnh Nghệ An", ""),
            ("", ""),
            (" - ", ""),
        ],
    );
}

#[test]
fn ministries_in_labels() {
    check_labels(
        &names_2023(),
        &[
            ("Bộ TN&MT", "!G13"),
            ("Bo TNMT", "!G13"),
            ("Bộ LĐ-TB&XH", "!G07"),
            ("Bộ Lao động – Thương binh và Xã hội", "!G07"),
            ("Bộ GD&ĐT", "!G03"),
            ("Bộ TTTT", "!G14"),
            ("BTTTT_DLM", "!G14"),
            ("BoTTTT", "!G14"),
            ("bo thong tin va truyen thong", "!G14"),
            ("Bộ Thông tin & Truyền thông", "!G14"),
            ("NHNN VN", "!G19"),
            ("Ngan hang Nha nuoc Viet Nam_KH_DLM", "!G19"),
            ("Viện Hàn lâm Khoa học và Công nghệ Việt Nam", "!VHL"),
            ("Bộ Khoa học và Công nghệ", "!G06"),
            ("Ban Quản lý Lăng Chủ tịch Hồ Chí Minh", "!G23"),
            ("Đại học Quốc gia Hà Nội", ""),
            ("Đường Hồ Chí Minh", ""),
            ("Học viện Chính trị quốc gia Hồ Chí Minh", ""),
            ("Y tế", ""),
            ("Sở Y tế", ""),
            ("So Thong tin va Truyen thong", ""),
            ("Vụ Khoa học và Công nghệ", ""),
            ("Thanh tra tỉnh", ""),
            ("Ban Dân tộc tỉnh", ""),
            ("Ủy ban Dân tộc", "!G21"),
            ("can bo y te", ""),
            ("PL theo CV 5752 BTTTT", ""),
            ("2389-BTTTT-CDSQG", ""),
            ("gui Bo TTTT", ""),
            ("gui Bo TTTT_Ha Giang", "!H22"),
            ("1029-QD-BTTTT", "?G14"),
            ("phu luc mot", ""),
        ],
    );
}

#[test]
fn codes_in_labels() {
    check_labels(
        &names_2023(),
        &[
            ("H22", "!H22"),
            ("00.00.H22-613-QD-2023-PL1", "!H22"),
            ("000.00.00.H22", "!H22"),
            ("000-00-00-H40", "!H40"),
            ("H55.242", "!H55"),
            ("G05_DM_CSDL", "!G05"),
            ("h18_danh_muc", "!H18"),
            ("1.004194.000.00.00.H17", "!H17"),
            ("H22 Hà Giang", "!H22"),
            ("H22 Cao Bằng", "!H22 !H14"),
            ("H99_DM", ""),
            ("SH22_DM", ""),
            ("H221", ""),
            ("24H", ""),
        ],
    );
}

#[test]
fn title_blocks() {
    check_titles(
        &names_2023(),
        &[
            (&["UBND TỈNH HÀ GIANG"], "!H22"),
            (&["ỦY BAN NHÂN DÂN", "TỈNH NAM ĐỊNH"], "!H40"),
            (&["ỦY BAN NHÂN DÂN\nTỈNH NAM ĐỊNH"], "!H40"),
            (&["UBND TỈNH", "NAM ĐỊNH"], "!H40"),
            (&["BỘ LAO ĐỘNG - THƯƠNG BINH", "VÀ XÃ HỘI"], "!G07"),
            (&["ỦY BAN", "DÂN TỘC"], "!G21"),
            (&["UBND TỈNH BẮC GIANG", "SỞ THÔNG TIN VÀ TRUYỀN THÔNG"], "!H02"),
            (&["SỞ THÔNG TIN VÀ TRUYỀN THÔNG TỈNH HÀ GIANG"], "!H22"),
            (&["SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG TỈNH HÀ GIANG"], "!H22"),
            (&["SỞ Y TẾ"], ""),
            (&["BỘ Y TẾ", "CỤC CÔNG NGHỆ THÔNG TIN"], "!G18"),
            (&["Đội ngũ cán bộ y tế"], ""),
            (&["DANH MỤC CƠ SỞ DỮ LIỆU DÙNG CHUNG CỦA BỘ CÔNG AN"], "!G01"),
            (&["DANH MỤC CSDL PHỐI HỢP VỚI BỘ CÔNG AN"], ""),
            (&["Kính gửi: Bộ Thông tin và Truyền thông"], ""),
            (&["Kính gửi:", "Bộ Thông tin và Truyền thông"], ""),
            (&["Nơi nhận: - Bộ Thông tin và Truyền thông; - UBND tỉnh Hà Giang"], ""),
            (&["theo Công văn số 5752/BTTTT-CĐSQG ngày 26/11/2022 của Bộ Thông tin và Truyền thông"], ""),
            (&["(Ban hành kèm theo Công văn số 5752/BTTTT-CĐSQG của Bộ Thông tin và Truyền thông)"], ""),
            (&["Thực hiện Công văn số 5752/BTTTT-CĐSQG của Bộ TTTT, UBND tỉnh Hà Giang lập danh mục"], "!H22"),
            (&["Kèm theo Quyết định số 1/QĐ-BCA ngày 2/7/2023 của Bộ Công an"], "!G01"),
            (&["Kèm theo Quyết định số 1/QĐ-BNV của Bộ trưởng Bộ Nội vụ"], "!G09"),
            (&["Hà Nội, ngày 5 tháng 6 năm 2023"], ""),
            (&["TP. Hồ Chí Minh, ngày 5 tháng 6 năm 2023"], ""),
            (&["UBND THÀNH PHỐ CÀ MAU"], ""),
            (&["THÀNH PHỐ HỒ CHÍ MINH"], "!H29"),
            (&["BAN QUẢN LÝ LĂNG", "CHỦ TỊCH HỒ CHÍ MINH"], "!G23"),
            (&["NGÂN HÀNG NHÀ NƯỚC VIỆT NAM", "CHI NHÁNH TỈNH NGHỆ AN"], ""),
            (&["CỤC THỐNG KÊ TỈNH NGHỆ AN"], ""),
            (&["PHỤ LỤC MỘT"], ""),
            (&["H10 Bảng tổng hợp"], ""),
            (&["Mã định danh: 000.00.00.H22"], "!H22"),
            (&["T?NH B?C GIANG"], ""),
            (&["UBND TI\u{309}NH HA\u{300} GIANG"], "!H22"),
        ],
    );
}

#[test]
fn rosters_of_other_years() {
    check_labels(
        &names_2025(),
        &[
            ("Tỉnh Hà Giang", "?H60"),
            ("Hà Giang - Tuyên Quang", "!H60"),
            ("Bộ Thông tin và Truyền thông", "?G06"),
            ("Bộ Nông nghiệp và Môi trường", "!BNNMT"),
            ("Thành phố Huế", "!H57"),
            ("Thừa Thiên Huế", "!H57"),
            ("H22", ""),
            ("Ngân hàng Nhà nước", "!G19"),
            ("Đài TNVN", "!G27"),
            ("Bộ GTVT", "?G17"),
            ("Bắc Cạn", "?H55"),
            ("BR-VT", "?H29"),
        ],
    );
    let of_2023 =
        [("Bộ Nông nghiệp và Môi trường", ""), ("Thành phố Huế", ""), ("Bộ NN&MT", ""), ("Bộ NN&PTNT", "!G10")];
    check_labels(&names_2023(), &of_2023);
    let later = names_2023().resolve("Bộ Nông nghiệp và Môi trường");
    assert_eq!(later.mentions[0].how, How::Successor);
    assert!(later.mentions[0].note.as_ref().expect("it says why").vi.contains("Bộ Tài nguyên và Môi trường"));
}

#[test]
fn suggests_the_nearest_and_quotes_what_was_typed() {
    let names = names_2023();
    let nearest: Vec<&str> = names.nearest("TỈNH HÀ GIAN").iter().map(|agency| agency.code.as_str()).collect();
    assert_eq!(nearest[0], "H22");
    assert!(names.nearest("").is_empty());
    let resolution = names.resolve("00.00.H22-613 UBND tỉnh Hà Giang");
    let words: Vec<&str> = resolution.mentions.iter().map(|mention| mention.words.as_str()).collect();
    assert_eq!(words, ["00.00.H22", "tỉnh Hà Giang"]);
    assert_eq!(names.symbol("BTTTT").expect("a ministry").code, "G14");
}

#[test]
fn codes_of_other_rosters() {
    let mut agencies = roster("2023");
    agencies.truncate(3);
    for (agency, code) in agencies.iter_mut().zip(["ABCDEFGHJK12", "39-A", "L204"]) {
        agency.code = code.to_owned();
    }
    let names = Names::new(&agencies, &country());
    let cases = [
        ("ABCDEFGHJK12", "!ABCDEFGHJK12"),
        ("audit abcdefghjk12-2023", "!ABCDEFGHJK12"),
        ("L204 register", "!L204"),
        // A part of something longer.
        ("XABCDEFGHJK12", ""),
        ("L2041", ""),
    ];
    check_labels(&names, &cases);
    let title = |text: &str| said(&names.resolve_units(&[text], Manner::Title));
    assert_eq!(title("Auditee UEI: ABCDEFGHJK12"), "!ABCDEFGHJK12");
    assert_eq!(title("Form L204"), "");
}

#[test]
fn a_slip_and_a_shortened_name_have_their_agency_near() {
    let names = names_2023();
    let near = |text: &str| names.nearest(text).iter().map(|agency| agency.code.as_str()).collect::<Vec<_>>();
    assert_eq!(near("Ha Giag"), ["H22"]);
    assert_eq!(near("Bảo hiểm XH VN"), ["G24"]);
    assert_eq!(near("Tien Giangg")[0], "H58");
    assert_eq!(near("Sở Y tế"), [""; 0]);
    assert_eq!(near("x"), [""; 0]);
}
