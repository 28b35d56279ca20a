//! The words by which totals, signatures, notes and guidance begin. All texts are folded; marks are kept, for «Công nhiên»
//! is not «cộng».

use crate::cell::Content;

/// Whether the folded text begins as the label of a total. Marks are kept: «Công nhiên» is not «cộng».
pub(super) fn is_total(text: &str) -> bool {
    const STARTS: &[&str] = &[
        "tổng cộng",
        "tổng số",
        "tổng:",
        "tổng (",
        "tổng hợp:",
        "cộng:",
        "cộng (",
        "cộng nhóm",
        "cộng mục",
        "cộng phần",
        "cộng trang",
        "cộng mang sang",
        "mang sang",
        "số mang sang",
        "chốt ",
        "tong cong",
        "tong so",
    ];
    let text = text
        .trim_start_matches(|character: char| matches!(character, '*' | '-' | '+' | '(') || character.is_whitespace());
    matches!(text, "tổng" | "cộng" | "tong" | "tổng cộng") || STARTS.iter().any(|start| text.starts_with(start)) || {
        let roman = text.trim_start_matches(|character: char| "ivx.0123456789".contains(character)).trim_start();
        roman.len() < text.len() && (roman == "cộng" || roman.starts_with("tổng cộng"))
    }
}

/// Whether the folded text is the bare label of a total, perhaps with its count: no name is that short.
pub(super) fn is_total_label(text: &str) -> bool {
    let text = text.trim_matches(|character: char| !character.is_alphanumeric() && character != ')');
    ["tổng cộng", "tổng số", "tổng", "cộng", "tong cong", "tong so"].iter().any(|label| {
        text.strip_prefix(label).is_some_and(|rest| {
            let rest = rest.trim_start();
            rest.is_empty() || rest.starts_with([':', '(']) || rest.starts_with(|first: char| first.is_ascii_digit())
        })
    })
}

/// In a row of totals the other cells hold counts, `x` or `0`.
pub(super) fn counts_something(content: &Content) -> bool {
    match content {
        Content::Text(text) => {
            let text = text.trim();
            text.len() <= 8 && text.chars().count() <= 2 || text.starts_with(|first: char| first.is_ascii_digit())
        }
        _ => true,
    }
}

/// Recipients, offices and names below a form, and the line of place and day above them.
pub(super) fn is_signature(text: &str) -> bool {
    const STARTS: &[&str] = &[
        "nơi nhận",
        "tm. ",
        "tm.",
        "kt. ",
        "kt.",
        "tl. ",
        "tl.",
        "tuq.",
        "q. ",
        "thủ trưởng",
        "giám đốc",
        "phó giám đốc",
        "chủ tịch",
        "phó chủ tịch",
        "bộ trưởng",
        "thứ trưởng",
        "chánh văn phòng",
        "tổng giám đốc",
        "người lập",
        "lập biểu",
        "người tổng hợp",
        "người báo cáo",
        "cán bộ tổng hợp",
        "kế toán trưởng",
        "(ký",
        "ký tên",
        "(đã ký",
        "đã ký",
        "xác nhận của",
        "- như trên",
        "- lưu",
        "noi nhan",
        "- nhu tren",
        "(ky",
    ];
    let place_and_day = || {
        text.len() < 120
            && text.contains("ngày")
            && text.contains("tháng")
            && text.contains("năm")
            && text.contains(',')
    };
    STARTS.iter().any(|start| text.starts_with(start)) || place_and_day()
}

/// Lines below a table, or between its parts.
pub(super) fn is_note(text: &str) -> bool {
    const STARTS: &[&str] = &[
        "ghi chú",
        "chú thích",
        "chú dẫn",
        "lưu ý",
        "(*)",
        "(**)",
        "(1)",
        "* ",
        "*)",
        "nguồn:",
        "ghi chu",
        "luu y",
        "đơn vị tính",
        "chú ý",
        "tài liệu tham khảo",
        "ví dụ:",
        "người liên hệ",
        "đầu mối",
        "cán bộ đầu mối",
        "điện thoại",
        "số điện thoại",
        "thư điện tử",
        "email",
        "e-mail",
    ];
    // The number of a printed page, «Trang 2/3».
    let page =
        text.strip_prefix("trang ").is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'/'));
    // «(Tiếp theo trang trước)»
    let in_brackets = text.starts_with('(') && text.ends_with(')') && text.matches('(').count() == 1;
    // «Đầu mối liên hệ:» announces what stands beside it; no value of a form ends so.
    page || in_brackets || STARTS.iter().any(|start| text.starts_with(start)) || text.ends_with(':')
}

/// What templates write below a heading: a remark in brackets, or an order to the one who fills the form.
pub(super) fn is_guidance(text: &str) -> bool {
    const ORDERS: &[&str] =
        &["ghi ", "nêu ", "chọn ", "nhập ", "điền ", "liệt kê ", "mô tả ", "bắt buộc", "không bắt buộc", "tùy chọn"];
    text.starts_with(['(', '[']) && text.ends_with([')', ']']) || ORDERS.iter().any(|order| text.starts_with(order))
}

/// What stands in place of an ordinal where a template shows how to fill a row.
pub(super) fn is_example(text: &str) -> bool {
    matches!(text.trim_end_matches([':', '.', ' ']), "vd" | "ví dụ" | "vi du" | "mẫu")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_keep_their_accents() {
        assert!(
            is_total("tổng cộng: 30 csdl") && is_total("cộng") && is_total("cộng nhóm 1") && is_total("tổng số: 3")
        );
        assert!(is_total("cộng trang 1") && is_total("mang sang") && is_total("cộng mang sang trang 3"));
        assert!(is_total_label("tổng cộng") && is_total_label("tổng số: 9 csdl") && is_total_label("cộng (12)"));
        assert!(!is_total_label("tổng số thuê bao internet") && !is_total_label("cộng tác viên"));
        assert!(!is_total("công nhiên") && !is_total("tổng cục thuế") && !is_total("cộng đồng dân cư"));
    }

    #[test]
    fn page_numbers_are_notes() {
        assert!(is_note("trang 2/3") && is_note("trang 4"));
        assert!(!is_note("trang thông tin điện tử") && !is_note("trang 2 của cơ sở dữ liệu"));
    }

    #[test]
    fn guidance_is_an_order_or_a_remark() {
        assert!(is_guidance("(bắt buộc)") && is_guidance("ghi rõ tên csdl"));
        assert!(!is_guidance("ghi-ta điện") && !is_guidance("cơ sở dữ liệu (csdl)"));
    }
}
