use super::*;

fn listing() -> Listing {
    let values = ["Hằng tháng", "Hằng năm", "Hàng hóa", "Hàng hoa"].map(str::to_owned).to_vec();
    let synonyms = BTreeMap::from([("Hằng năm".to_owned(), vec!["Năm".to_owned()])]);
    let listing = Listing::new(values, synonyms, None, vec!["Không rõ".to_owned()]);
    Listing { language: Language::shipped(), ..listing }
}

#[test]
fn finds_by_fold_synonym_and_letters() {
    let listing = listing();
    assert_eq!(listing.find("HẰNG  NĂM "), Some("Hằng năm"));
    assert_eq!(listing.find("năm"), Some("Hằng năm"));
    assert_eq!(listing.find("hang thang"), Some("Hằng tháng"));
    assert_eq!(listing.find("Hàng hoá"), Some("Hàng hóa"));
    assert_eq!(listing.find("không rõ"), Some("Không rõ"));
    assert_eq!(listing.find("Hang hoa"), None, "two values share the letters");
    assert_eq!(listing.find("Hng năm"), None);
}

#[test]
fn what_stands_around_a_value_does_not_count() {
    let listing = listing();
    assert_eq!(listing.find("- Hằng năm;"), Some("Hằng năm"));
    assert_eq!(listing.find("“Hằng tháng.”"), Some("Hằng tháng"));
    assert_eq!(listing.find("Hằng năm (từ 2019)"), Some("Hằng năm"));
    assert_eq!(listing.find("Hằng năm (hằng tháng)"), None, "the note is another value");
    assert_eq!(listing.find("Hằng năm, hằng tháng"), None);
    assert_eq!(listing.find("(hằng năm"), None);
    assert_eq!(listing.find("Hằng năm (quý (cũ))"), Some("Hằng năm"));
    assert_eq!(listing.find("Hằng năm (báo cáo), hằng tháng (số liệu)"), None, "two values");
}

#[test]
fn suggests_what_is_near_and_allowed() {
    let listing = listing();
    assert_eq!(listing.nearest("Hng năm"), Some("Hằng năm"));
    assert_eq!(listing.nearest("không rõ ràng"), None);
    assert_eq!(listing.nearest("2 lần"), None);
    assert_eq!(listing.nearest("Hằng tháng, từ khi hệ thống vận hành"), Some("Hằng tháng"));
    assert_eq!(listing.nearest("Hằng tháng và hằng năm"), None, "it names two");
    assert_eq!(listing.nearest("Không hằng năm"), None, "the opposite");
    let hints = BTreeMap::from([("Hằng năm".to_owned(), vec!["12 tháng".to_owned(), "%".to_owned()])]);
    let listing = listing.with_hints(&hints);
    assert_eq!(listing.nearest("cứ 12 tháng báo cáo"), Some("Hằng năm"));
    assert_eq!(listing.nearest("112 tháng"), None);
    assert_eq!(listing.nearest("Đạt 50%"), Some("Hằng năm"));
}

/// A listed column of a form that ships with the program.
fn shipped(field: &str) -> Listing {
    let schemas = crate::schema::embedded().expect("embedded schemas");
    let mut fields = schemas.forms.iter().flat_map(|form| &form.fields);
    match &fields.find(|known| known.name == field).expect("a field").kind {
        crate::schema::Kind::Listed(listing) => listing.clone(),
        _ => panic!("{field} is listed"),
    }
}

#[test]
fn what_means_something_else_is_not_near() {
    for (field, typed, near) in [
        ("frequency", "Cuối năm", None),
        ("frequency", "Giữa năm", None),
        ("frequency", "cuối quý", None),
        ("frequency", "Thường xuyên", None),
        ("frequency", "2 năm/lần", None),
        ("frequency", "năm năm một lần", None),
        ("frequency", "Hằng quý/năm", None),
        ("frequency", "Hằng năm (khi có thay đổi)", None),
        ("frequency", "Cập nhật hằng năm", Some("Hằng năm")),
        ("frequency", "Hng năm", Some("Hằng năm")),
        ("frequency", "Khi có biến động", Some("Khi có thay đổi")),
        ("status", "Đã có kế hoạch", Some("Chưa có")),
        ("status", "Đã có một phần", None),
        ("status", "Đã triển khai", Some("Đã có")),
        ("status", "Ngừng vận hành", None),
        ("status", "Không xây dựng", None),
        ("status", "đang sử dụng", Some("Đã có")),
        ("status", "Đang XD", Some("Đang xây dựng")),
        ("status", "Đang x.dựng", Some("Đang xây dựng")),
        ("status", "Hoàn thành 50%", Some("Đang xây dựng")),
        ("status", "Đạt 100%", Some("Đã có")),
        ("status", "Đã hoàn thành 50%", None),
        ("sharing", "Chia sẻ mặc định và theo yêu cầu đặc thù", None),
        ("sharing", "Chia sẻ mặc định (chưa)", None),
        ("sharing", "Chia sẻ mặc định qua LGSP", Some("Chia sẻ mặc định")),
        ("sharing", "Không được chia sẻ", Some("Không chia sẻ")),
        ("delivery", "Tải về, API", None),
        ("theme", "Phi nông nghiệp", None),
    ] {
        let listing = shipped(field);
        assert_eq!(listing.find(typed), None, "{typed}");
        assert_eq!(listing.nearest(typed), near, "{typed}");
    }
}

#[test]
fn a_note_may_take_a_value_back() {
    let status = shipped("status");
    for typed in ["Đã có (từ 2019)", "Đã có (chưa có API mở)", "Đã có (100%)"] {
        assert_eq!(status.find(typed), Some("Đã có"), "{typed}");
    }
    for typed in ["Đã có (chưa)", "Đã có (chưa rõ)", "Đã có (?)", "Đã có (50%)", "Đã có (đang xây dựng)"]
    {
        assert_eq!(status.find(typed), None, "{typed}");
    }
    assert_eq!(shipped("frequency").find("1 tháng / lần"), Some("Hằng tháng"));
}
