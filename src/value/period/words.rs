//! The words of periods, without diacritics: no two of them differ by their marks alone.

/// Words that stand before a period and change nothing about which one it is.
pub(super) const LEADS: [&str; 42] = [
    "giai", "doan", "thoi", "ky", "trong", "vao", "du", "kien", "hoan", "thanh", "ket", "thuc", "bat", "dau", "trien",
    "khai", "hien", "gian", "han", "cham", "muon", "nhat", "den", "toi", "het", "xong", "cuoi", "giua", "khoang",
    "ban", "hanh", "cong", "bo", "diem", "da", "gd", "cac", "la", "phai", "dot", "lan", "pha",
];

/// Words that stand behind a period, mostly in brackets, and change nothing about which one it is: «12/2024 (dự kiến)»,
/// «2021 (đã xong)». A word that is not here, such as «chưa» or «nếu», leaves the period untold.
pub(super) const TRAILS: [&str; 30] = [
    "du", "kien", "da", "xong", "hoan", "thanh", "thien", "ke", "hoach", "tam", "tinh", "uoc", "thuc", "hien", "trien",
    "khai", "nghiem", "thu", "ket", "bat", "dau", "van", "hanh", "dua", "vao", "su", "dung", "khoang", "dang", "xay",
];

/// Words behind which a number counts phases: «Giai đoạn 1 (2023-2025)».
pub(super) const PHASES: [&str; 5] = ["doan", "gd", "dot", "lan", "pha"];

/// Words before the end of a range: «đến hết năm 2024».
pub(super) const UNTIL: [&str; 4] = ["den", "toi", "het", "cuoi"];

/// Words behind which a year is looked forward to, not planned.
pub(super) const OUTLOOKS: [[&str; 2]; 2] = [["dinh", "huong"], ["tam", "nhin"]];

/// The words of «và những năm tiếp theo», «trở đi», «đến nay» and their kin, in any order that people use.
pub(super) const ONWARD: [&str; 19] = [
    "va", "nhung", "cac", "nam", "giai", "doan", "tiep", "theo", "sau", "do", "ke", "ve", "tro", "di", "nay", "den",
    "hien", "thoi", "ky",
];

/// One of these must be among them.
pub(super) const ONWARD_CORE: [&str; 5] = ["theo", "sau", "ke", "di", "nay"];

/// Recurring periods: the words as typed, without diacritics, and how they are stored. «Hàng năm» and «hằng năm» are one
/// word; the dictionary form is stored.
pub(super) const RECURRING: [(&str, &str); 43] = [
    ("thuong xuyen", "Thường xuyên"),
    ("lien tuc", "Thường xuyên"),
    ("thuong xuyen lien tuc", "Thường xuyên"),
    ("thuong xuyen hang nam", "Hằng năm"),
    ("thuong nien", "Hằng năm"),
    ("hang nam", "Hằng năm"),
    ("moi nam", "Hằng năm"),
    ("dinh ky hang nam", "Hằng năm"),
    ("hang quy", "Hằng quý"),
    ("moi quy", "Hằng quý"),
    ("dinh ky hang quy", "Hằng quý"),
    ("hang qui", "Hằng quý"),
    ("moi qui", "Hằng quý"),
    ("dinh ky hang qui", "Hằng quý"),
    ("hang thang", "Hằng tháng"),
    ("moi thang", "Hằng tháng"),
    ("dinh ky hang thang", "Hằng tháng"),
    ("thuong xuyen hang thang", "Hằng tháng"),
    ("thuong xuyen hang quy", "Hằng quý"),
    ("hang tuan", "Hằng tuần"),
    ("moi tuan", "Hằng tuần"),
    ("hang ngay", "Hằng ngày"),
    ("moi ngay", "Hằng ngày"),
    ("nam lan", "Hằng năm"),
    ("1 nam lan", "Hằng năm"),
    ("1 nam 1 lan", "Hằng năm"),
    ("1 lan nam", "Hằng năm"),
    ("moi nam 1 lan", "Hằng năm"),
    ("moi nam mot lan", "Hằng năm"),
    ("mot nam mot lan", "Hằng năm"),
    ("12 thang lan", "Hằng năm"),
    ("quy lan", "Hằng quý"),
    ("1 quy lan", "Hằng quý"),
    ("1 lan quy", "Hằng quý"),
    ("moi quy 1 lan", "Hằng quý"),
    ("moi quy mot lan", "Hằng quý"),
    ("3 thang lan", "Hằng quý"),
    ("3 thang 1 lan", "Hằng quý"),
    ("thang lan", "Hằng tháng"),
    ("1 thang lan", "Hằng tháng"),
    ("1 lan thang", "Hằng tháng"),
    ("moi thang 1 lan", "Hằng tháng"),
    ("moi thang mot lan", "Hằng tháng"),
];

/// Words that may stand before a recurring period.
pub(super) const TASKS: [&str; 3] = ["nhiem vu ", "thuc hien ", "cong viec "];

/// The number of a quarter in Roman numerals or words.
pub(super) fn ordinal(word: &str) -> Option<i8> {
    match word {
        "i" | "mot" | "nhat" => Some(1),
        "ii" | "hai" => Some(2),
        "iii" | "ba" => Some(3),
        "iv" | "iiii" | "tu" | "bon" => Some(4),
        _ => None,
    }
}

/// The same behind «quý», where a small l is typed for a Roman I.
pub(super) fn quarter(word: &str) -> Option<i8> {
    ordinal(word).or_else(|| ordinal(&word.replace('l', "i")))
}

/// A month by its English name, as programs that speak English show it: `Jun-24`.
pub(super) fn english_month(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let is_name = |month: &&str| *month == word || word.len() == 3 && month.starts_with(word);
    let at = if word == "sept" { 8 } else { MONTHS.iter().position(is_name)? };
    i8::try_from(at + 1).ok()
}

/// A month by its Vietnamese number in words or a Roman one, and how many words that takes: «tháng mười hai», «tháng VI».
pub(super) fn spoken_month(first: &str, second: Option<&str>) -> Option<(i8, usize)> {
    match (first, second) {
        ("muoi", Some("mot")) => Some((11, 2)),
        ("muoi", Some("hai")) => Some((12, 2)),
        ("gieng" | "mot", _) => Some((1, 1)),
        ("hai", _) => Some((2, 1)),
        ("ba", _) => Some((3, 1)),
        ("tu" | "bon", _) => Some((4, 1)),
        // «Tháng năm 2024» may have forgotten its number.
        ("nam", Some("nam")) => Some((5, 1)),
        ("sau", _) => Some((6, 1)),
        ("bay", _) => Some((7, 1)),
        ("tam", _) => Some((8, 1)),
        ("chin", _) => Some((9, 1)),
        ("muoi", _) => Some((10, 1)),
        ("chap", _) => Some((12, 1)),
        _ => {
            const ROMAN: [&str; 12] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];
            let at = ROMAN.iter().position(|roman| *roman == first)?;
            Some((i8::try_from(at + 1).ok()?, 1))
        }
    }
}
