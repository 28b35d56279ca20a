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
    TOTAL: "có ô «Tổng», «Cộng», các ô khác là số", "one cell says “Tổng” or “Cộng”, the others are counts";
    BELOW_A_TOTAL: "ngay dưới dòng tổng, có một ô chữ, các ô khác là số", "stands right below a total, one cell is text, the others are counts";
    SIGNATURE: "nơi nhận, ký tên, ngày tháng cuối biểu", "recipients, a signature or the day below a form";
    BELOW_SIGNATURE: "dưới phần ký tên và không đủ cột bắt buộc", "below the signature, and not enough is filled";
    NOTE: "bắt đầu như một ghi chú", "begins as a note";
    BESIDE: "chỉ có ô nằm ngoài các cột của biểu", "holds only cells beside the form's columns";
    FAR_BELOW: "nằm dưới nhiều dòng trống và không đủ cột bắt buộc", "stands below many blank rows, and not enough is filled";
    MERGED_ACROSS: "một ô gộp ngang qua ít nhất nửa bảng", "one cell is merged across half of the table or more";
    LONE_TEXT: "chỉ có một ô chữ, ở chỗ ghi tên hoặc số thứ tự", "holds a single text, where names or ordinals stand";
    LONE_TEXT_ELSEWHERE: "chỉ có một ô chữ, không ở cột tên", "holds a single text, not where names stand";
    WORDS_FOR_AN_ORDINAL: "chỉ có chữ ở cột số thứ tự", "holds nothing but words in the ordinals' column";
    NOTHING_TO_REPORT: "ghi là không có gì để báo cáo", "says that there is nothing to report";
    LABELS_A_VALUE: "là giá trị ngoài bảng, bên cạnh nhãn của nó", "holds a value outside the table, beside its label";
    BEARS_A_CODE: "có mã đúng mẫu mã của biểu", "bears a code as the form's records do";
    PLAIN: "biểu mẫu coi mọi dòng là dữ liệu", "the form takes every row for data";
    ANOTHER_LIST: "là tiêu đề của một danh mục khác", "is the header of another list";
    ANOTHER_TITLE: "là tên của một danh mục khác, có cùng các cột", "is the title of another list, which has the same columns";
    IN_ANOTHER_LIST: "thuộc danh mục khác ở dưới bảng", "belongs to another list below the table";
    FORMULAS_AND_ZEROS: "chỉ có công thức chưa có kết quả và số 0", "holds nothing but formulas without a result and zeros";
    PREFILLED: "chỉ có số thứ tự và giá trị điền sẵn", "holds an ordinal and values filled in beforehand";
    NAME_MERGED: "tên gộp với dòng trên", "its name is merged with the row above";
    NAME_SHARED: "tên gộp với dòng trên, dù có số thứ tự riêng", "its name is merged with the row above, though it has an ordinal of its own";
    LOWER_CASE: "nối tiếp câu của dòng trên, không có số thứ tự", "goes on with the texts above in lower case, without an ordinal";
    BELOW_CAPITALS: "không có số thứ tự, các ô chữ nối tiếp tên và các ô của dòng trên", "has no ordinal, and texts below the name and texts above";
    BELOW_TEXTS: "không có số thứ tự và tên, nối tiếp các ô chữ của dòng trên", "has neither ordinal nor name, and texts below texts";
    TOTAL_IN_WORDS: "bắt đầu bằng «Tổng», «Cộng» và không đủ cột bắt buộc", "begins with “Tổng” or “Cộng”, and not enough is filled";
    BEGINS_A_COUNT: "có tên và số thứ tự bắt đầu một dãy", "has a name, and its ordinal begins a count";
    PART: "là phần (như 3.1) của dòng dữ liệu trên và chỉ có tên", "is a part (as 3.1) of the record above, and only named";
    DASHED_PART: "là phần (sau gạch đầu dòng hoặc chữ cái) của dòng dữ liệu trên và chỉ có tên", "is a part (behind a dash or a letter) of the record above, and only named";
    NAME_ALONE: "chỉ có tên, giống tên ở các dòng dữ liệu", "holds a name alone, like those of the records";
    HEADS_NOTHING: "chỉ có một ô chữ ở cột tên và không mở đầu mục nào", "holds a single text where names stand and heads nothing";
    LONE_NUMBER: "chỉ có một ô số", "holds a single number";
    ORDINAL_GOES_ON: "số thứ tự tiếp tục và có tên", "its ordinal goes on and it has a name";
    ORDINAL_BETWEEN: "có số thứ tự nằm giữa số của dòng trên và số của dòng dưới", "has the ordinal between those of the rows above and below";
    ORDINAL_MISSING: "chỉ có tên, ở đúng chỗ thiếu một số thứ tự", "holds a name alone, where one ordinal is missing";
    NOTHING_REQUIRED: "không có số thứ tự và không điền cột bắt buộc nào", "has no ordinal and fills no column that must be filled";
    NUMBERS_ALONE: "chỉ có số, không có tên và số thứ tự", "holds numbers alone, without a name and an ordinal";
    SEVERAL_FILLED: "nhiều cột được điền", "several columns are filled";
    EXPLAINS_THE_HEADINGS: "các ô hướng dẫn cách ghi, chia cột theo năm, hoặc nằm ngay trên dòng số cột", "its cells tell how to fill the columns, divide them by years, or stand right above the numbers of the columns";
    EXAMPLE: "là dòng ví dụ của biểu mẫu", "is the template's example";
    NOTE_GOES_ON: "nằm dưới một ghi chú và chỉ có một ô, hoặc một số và một ô chữ", "stands below a note and holds a single cell, or a number and a text";
    HEADS_A_LIST: "có ký hiệu mục hoặc dòng dưới đếm lại từ đầu", "bears a section's mark, or the row below counts anew";
    ADDS_UP: "các số là tổng của những dòng khác, không có số thứ tự như các dòng đó", "its numbers are the sums of other rows, and it is not numbered as they are";
    BELOW_DATA: "nằm dưới dòng dữ liệu cuối cùng", "stands below the last row of data";
}
