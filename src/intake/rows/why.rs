//! Why a row was taken for what it was.

use crate::text::Bilingual;

macro_rules! reasons {
    ($($name:ident: $vi:literal, $en:literal;)*) => {
        $(#[doc = $en] pub static $name: Bilingual = Bilingual::new($vi, $en);)*
    };
}

reasons! {
    NOTHING: "không có gì ngoài dấu cách, dấu chấm, gạch ngang", "holds nothing but spaces, dots or dashes";
    ORDINAL_ALONE: "chỉ có số thứ tự", "holds an ordinal alone";
    COLUMN_NUMBERS: "các ô là số cột", "its cells number the columns";
    HEADER_AGAIN: "các ô lặp lại tiêu đề cột", "its cells repeat the headings";
    FILLS_THE_FORM: "điền ít nhất một nửa số cột bắt buộc", "fills at least half of the columns that must be filled";
    TOTAL: "bắt đầu bằng «Tổng», «Cộng», các ô khác là số", "begins with “Tổng” or “Cộng”, and counts follow";
    SIGNATURE: "nơi nhận, ký tên, ngày tháng cuối biểu", "recipients, a signature or the day below a form";
    BELOW_SIGNATURE: "dưới phần ký tên và không đủ cột bắt buộc", "below the signature, and not enough is filled";
    NOTE: "bắt đầu như một ghi chú", "begins as a note";
    BESIDE: "chỉ có ô nằm ngoài các cột của biểu", "holds only cells beside the form's columns";
    FAR_BELOW: "nằm dưới nhiều dòng trống và không đủ cột bắt buộc", "stands below many blank rows, and not enough is filled";
    MERGED_ACROSS: "một ô gộp ngang qua ít nhất nửa bảng", "one cell is merged across half of the table or more";
    LONE_TEXT: "chỉ có một ô chữ", "holds a single text";
    LONE_NUMBER: "chỉ có một ô số", "holds a single number";
    ORDINAL_GOES_ON: "số thứ tự tiếp tục và có tên", "its ordinal goes on and it has a name";
    NOTHING_REQUIRED: "không có số thứ tự và không điền cột bắt buộc nào", "has no ordinal and fills no column that must be filled";
    SEVERAL_FILLED: "nhiều cột được điền", "several columns are filled";
    EXPLAINS_THE_HEADINGS: "các ô hướng dẫn cách ghi hoặc chia cột theo năm", "its cells tell how to fill the columns, or divide them by years";
    EXAMPLE: "là dòng ví dụ của biểu mẫu", "is the template's example";
    NOTE_GOES_ON: "nằm dưới một ghi chú và chỉ có một ô, hoặc một số và một ô chữ", "stands below a note and holds a single cell, or a number and a text";
    HEADS_A_LIST: "có ký hiệu mục hoặc dòng dưới đếm lại từ đầu", "bears a section's mark, or the row below counts anew";
    TOO_MANY_ROWS: "bảng có quá nhiều dòng", "the table has too many rows";
    TOO_MUCH_TEXT: "bảng có quá nhiều chữ", "the table has too much text";
    BELOW_DATA: "nằm dưới dòng dữ liệu cuối cùng", "stands below the last row of data";
}
