//! Rules about rows of a table: those that are read in a way of their own, and those that are not read.

use crate::cell::Location;
use crate::finding::Severity::{Error, Info, Warning};
use crate::finding::{Finding, Group, Rule};

/// In the order of their codes.
pub(super) static IN_ROWS: &[&Rule] = &[
    &STRAY_ROW,
    &JOINED_ROW,
    &SAMPLE_ROW,
    &OTHER_LIST,
    &STRUCK_ROW,
    &HIDDEN_ROW,
    &COUNT_CONTRADICTED,
    &UNDER_MERGE,
    &SUBTOTAL,
    &ROW_ABOVE_HEADER,
    &NOT_ALL_TOLD,
];

/// A row holds something and is neither data nor anything else that is known.
pub static STRAY_ROW: Rule = Rule::builtin(
    "L214",
    Group::Layout,
    "stray-row",
    Warning,
    ["{rows} có nội dung nhưng không được đọc ({why}): «{value}».", "{rows} is not read ({why}): “{value}”."],
    [
        "Nếu là dữ liệu, ghi đủ tên và các cột bắt buộc trên một dòng; nếu không, xóa hoặc chuyển xuống dưới bảng",
        "If it is data, write the name and the required columns in one row; if not, delete it or move it below the table",
    ],
    [
        "Dòng nằm trong bảng mà không nhận ra là dữ liệu, mục, tổng cộng, ghi chú hay phần ký thì không được tổng hợp, và phải nói ra để không mất dữ liệu. Là lỗi khi dòng có tên giống các dòng dữ liệu và đứng ngay dưới dòng cuối; chỉ lưu ý khi dòng nằm dưới hơn 1.000 dòng trống, thường do gõ nhầm.",
        "A row within the table that is no data, section, total, note or signature as far as can be told is not merged, and that is said so that no data is lost. It is an error if it stands right below the last row and holds a name like those of the records, and a note if more than 1,000 blank rows stand above it, for then it was mostly typed by a slip.",
    ],
);

/// A row was read as part of the record above it.
pub static JOINED_ROW: Rule = Rule::builtin(
    "L215",
    Group::Layout,
    "joined-row",
    Info,
    ["{rows} được ghép vào {first} ({why}): «{value}».", "{rows} is read as part of {first} ({why}): “{value}”."],
    [
        "Không phải làm gì nếu đúng; nếu là một dòng dữ liệu riêng, ghi số thứ tự và tên cho dòng đó",
        "Nothing if that is right; if it is a record of its own, give it an ordinal and a name",
    ],
    [
        "Bảng chép từ Word hay để chữ của một dòng tràn xuống các dòng dưới; tên gộp qua nhiều dòng là một cơ sở dữ liệu. Nội dung được nối vào dòng đầu, cách nhau bằng dấu cách hoặc dấu chấm phẩy.",
        "Tables pasted from Word let the text of a row run on in the rows below, and a name merged over several rows is one record. What they say is added to the first row, behind a space or a semicolon.",
    ],
);

/// A template's example was left in.
pub static SAMPLE_ROW: Rule = Rule::builtin(
    "L216",
    Group::Layout,
    "sample-row",
    Info,
    ["{rows} là dòng ví dụ nên không được tính: «{value}».", "{rows} is an example and does not count: “{value}”."],
    ["Xóa dòng ví dụ trước khi gửi", "Delete the example before sending"],
    [
        "Dòng có «VD», «Ví dụ» ở cột số thứ tự hoặc trước tên là ví dụ của biểu mẫu, không phải dữ liệu.",
        "A row with “VD” or “Ví dụ” for an ordinal or before its name is the template's example and no data.",
    ],
);

/// Below the table stands another list with a header of its own.
pub static OTHER_LIST: Rule = Rule::builtin(
    "L217",
    Group::Layout,
    "other-list",
    Warning,
    [
        "Từ dòng này là một danh mục khác ({count} dòng), không thuộc biểu: «{value}».",
        "Another list begins here ({count} {count?row|rows}) and is not part of the form: “{value}”.",
    ],
    [
        "Không phải làm gì nếu đúng; nếu các dòng đó thuộc biểu, dùng tiêu đề cột của biểu",
        "Nothing if that is right; if those rows belong to the form, head them as the form does",
    ],
    [
        "Dưới bảng hoặc ở trang tính khác có bảng khác, ít cột hơn hoặc có tên cho biết là dữ liệu cần từ nơi khác, như danh mục dữ liệu đề nghị các bộ cung cấp. Các dòng của bảng đó không được đọc.",
        "Below the table or on another sheet stands another one with fewer columns, or whose title says that it is of data wanted from others. Its rows are not read.",
    ],
);

/// A row that is struck through counts like any other.
pub static STRUCK_ROW: Rule = Rule::builtin(
    "L218",
    Group::Layout,
    "struck-row",
    Warning,
    [
        "{rows} bị gạch ngang nhưng vẫn được tính: «{value}».",
        "{rows} is struck through and counts all the same: “{value}”.",
    ],
    [
        "Xóa dòng hoặc chữ đã bỏ; nếu giữ lại, bỏ gạch ngang",
        "Delete the row or the words that are dropped; if they stay, take the line off",
    ],
    [
        "Chữ gạch ngang thường là dòng, hoặc chữ trong ô, đã bỏ khi rà soát. Định dạng không phải là dữ liệu nên vẫn được tính và được nêu để người gửi xác nhận.",
        "Struck through text mostly means that a row, or words within a cell, were dropped in review. Looks are no data, so they count, and are told for the sender to decide.",
    ],
);

/// A hidden row, or cell, counts like any other.
pub static HIDDEN_ROW: Rule = Rule::builtin(
    "L219",
    Group::Layout,
    "hidden-row",
    Info,
    ["{rows} đang ẩn và vẫn được tính: «{value}».", "{rows} is hidden and counts all the same: “{value}”."],
    [
        "Hiện phần đang ẩn để kiểm tra; xóa nếu không gửi",
        "Show what is hidden to check it; delete what is not meant to be sent",
    ],
    [
        "Dòng ẩn do lọc hoặc do người soạn che đi, ô có định dạng «;;;» không hiện chữ nào, vẫn là dữ liệu của tệp.",
        "A row hidden by a filter or by hand is still data of the file, and so is a cell of which the format “;;;” shows nothing.",
    ],
);

/// The form's own count, or its running numbers, say that there are other rows than were read.
pub static COUNT_CONTRADICTED: Rule = Rule::builtin(
    "L238",
    Group::Layout,
    "count-contradicted",
    Warning,
    ["Số dòng không khớp: {problem}.", "The number of rows does not agree: {problem}."],
    [
        "Kiểm tra có thiếu trang, thiếu dòng hay không; nếu đủ thì sửa lại con số",
        "See whether a page or a row was left out; if not, correct the number",
    ],
    [
        "«Tổng cộng: 24 cơ sở dữ liệu» dưới 6 dòng, hoặc số thứ tự nhảy từ 5 lên 24, thường là dấu hiệu duy nhất cho thấy một trang bị bỏ sót. Số ghi ở dòng tổng được so với số dòng đọc được của mục, của bảng và của cả biểu; số thứ tự chỉ được xét khi tăng dần, và mỗi bảng nêu một lần.",
        "“Tổng cộng: 24 cơ sở dữ liệu” below 6 rows, or ordinals that go on from 5 to 24, may be the only sign of a page that was left out. What a total says is compared with the rows of its section, its table and the whole form; ordinals are looked at only where they rise, and told once a table.",
    ],
);

/// A cell below a merged region holds something else than is shown.
pub static UNDER_MERGE: Rule = Rule::builtin(
    "L239",
    Group::Layout,
    "under-merge",
    Warning,
    [
        "Ô này bị che dưới vùng gộp ô đang hiện «{shown}» ({over}) nhưng vẫn chứa «{value}»; {counts}.",
        "This cell lies below merged cells that show “{shown}” ({over}), and still holds “{value}”; {counts}.",
    ],
    [
        "Bỏ gộp ô rồi xóa nội dung bị che, hoặc ghi đúng nội dung vào từng ô",
        "Unmerge the cells, then delete what is hidden or write into each cell what belongs there",
    ],
    [
        "Khi gộp ô, Excel xóa nội dung các ô bị che; LibreOffice và các công cụ khác có thể giữ lại. Nội dung bị che không in ra và không ai thấy, nên giá trị đang hiện được tính cho mọi dòng của vùng gộp. Riêng tên ở cột tên thì mỗi dòng vẫn tính theo tên của nó.",
        "Excel empties the cells below those that are merged; LibreOffice and other tools may keep what they held. It is not printed and nobody sees it, so what is shown counts for all rows of the merged cells. Only in the column of names each row keeps its own.",
    ],
);

/// A row whose numbers are the sums of other rows.
pub static SUBTOTAL: Rule = Rule::builtin(
    "L240",
    Group::Layout,
    "subtotal",
    Warning,
    ["{rows} có thể là dòng cộng ({why}): «{value}»; {counts}.", "{rows} may be a total ({why}): “{value}”; {counts}."],
    ["{hint}", "{hint}"],
    [
        "Ở biểu có cột số, dòng mục (A, I) thường ghi luôn số cộng của các dòng dưới nó, và dưới cùng hay có dòng «Toàn tỉnh», «Tổng chi». Cộng cả các dòng này thì số bị tính hai lần. Dòng không có số thứ tự như các dòng khác, mỗi số đúng bằng tổng của các dòng ấy và ngoài tên không ghi gì thêm thì không được tính là dữ liệu. Dòng có số thứ tự (1 = 1.1 + 1.2), có ghi thêm cột khác, hoặc chỉ có tên gọi như vậy («Bình quân», «Lũy kế») thì vẫn được tính và được nêu để xem lại. Biểu mà mọi dòng đều là số liệu, kể cả dòng cộng, thì khai «Dòng nào cũng là số liệu».",
        "In forms with numbers a section (A, I) often bears the sum of the rows below it, and «Toàn tỉnh» or «Tổng chi» stands below all. With these added, each number counts twice. A row that is not numbered as the others are, whose numbers are just the sums of theirs, and that holds nothing else besides its name, is no data. One that is numbered (1 = 1.1 + 1.2), that fills other columns, or that is only called so («Bình quân», «Lũy kế») counts and is told. Where every row is data, totals as well, the form can say so.",
    ],
);

/// Rows of data stand above the headings.
pub static ROW_ABOVE_HEADER: Rule = Rule::builtin(
    "L243",
    Group::Layout,
    "row-above-header",
    Error,
    [
        "{rows} nằm trên dòng tiêu đề nên không được đọc: «{value}».",
        "{rows} stands above the headings and is not read: “{value}”.",
    ],
    [
        "Chuyển dòng tiêu đề lên trên tất cả các dòng dữ liệu rồi gửi lại",
        "Move the headings above all rows of data, and send it again",
    ],
    [
        "Bảng được đọc từ dòng tiêu đề trở xuống. Khi sắp xếp cả vùng bảng, Excel có thể xếp dòng tiêu đề vào giữa các dòng dữ liệu; các dòng có số thứ tự, tên và một nửa số cột bắt buộc nằm trên đó là dữ liệu sẽ bị mất.",
        "A table is read from its headings down. Where the whole table is sorted, Excel may sort the headings in among the data; rows above them with an ordinal, a name and half of the required columns are data that would be lost.",
    ],
);

/// More findings of one rule in one field, or about one table, than are told one by one.
pub static NOT_ALL_TOLD: Rule = Rule::builtin(
    "V311",
    Group::Value,
    "not-all-told",
    Info,
    [
        "«{heading}»: {rule} gặp {count} lần, chỉ nêu {limit} lần đầu.",
        "“{heading}”: {rule} was met {count} times; only the first {limit} are told.",
    ],
    [
        "Sửa các ô đã nêu và các ô cùng loại trong cột rồi kiểm tra lại",
        "Mend the cells that are told and others like them in the column, and check again",
    ],
    [
        "Cùng một lỗi lặp lại hàng nghìn lần trong một cột thường do một nguyên nhân; nêu hết sẽ che các lỗi khác.",
        "A thousand times the same mistake in a column mostly has one cause; to tell them all would hide other mistakes.",
    ],
);

/// That a rule was met so many times about what is called so, and told no more often than the limit.
pub fn not_all_told(rule: &Rule, called: &str, (count, limit): (usize, usize), place: Location) -> Finding {
    Finding::new(&NOT_ALL_TOLD, place)
        .with("heading", called)
        .with("rule", format!("{} ({})", rule.code, rule.name))
        .with("count", count.to_string())
        .with("limit", limit.to_string())
}
