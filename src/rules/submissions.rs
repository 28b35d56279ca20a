//! Rules between files and submissions. The ledger tells them, which stands above this list, so that only their words are here.

use crate::finding::Severity::{Info, Warning};
use crate::finding::{Group, Rule};

/// In the order of their codes.
pub(super) static IN_LEDGER: &[&Rule] = &[
    &DUPLICATE_FILE,
    &ISSUED_AFTER_AS_OF,
    &SUPPLEMENT_ALONE,
    &SAME_DATABASE,
    &FEWER_ROWS,
    &SAME_DECISION,
    &COUNTED_TOGETHER,
    &REPEATED_ROW,
    &REJECTED_BESIDE_ACCEPTED,
    &TWO_DAYS,
    &SAME_LIST,
    &PERIOD_TO_COME,
];

/// Byte for byte the same as another file.
pub static DUPLICATE_FILE: Rule = Rule::builtin(
    "F107",
    Group::File,
    "duplicate-file",
    Info,
    [
        "Tệp giống hệt «{other}» nên chỉ tính một lần{whose}.",
        "The file is identical to “{other}” and counts once{whose}.",
    ],
    ["{todo}", "{todo}"],
    [
        "Hai tệp giống nhau từng byte là một lần gửi. Tệp có đường dẫn ngắn nhất được đọc. Nếu hai tệp nằm ở chỗ của hai cơ quan và trong tệp không nêu cơ quan thì phải có người xem tệp là của ai: cảnh báo ở cả hai tệp.",
        "Two files with the same bytes are one submission. The one with the shortest path is read. Where they lie in the places of two agencies and nothing in them says whose they are, somebody has to look: a warning at both files.",
    ],
);

/// The document is dated after the as-of date.
pub static ISSUED_AFTER_AS_OF: Rule = Rule::builtin(
    "I504",
    Group::Identity,
    "issued-after-as-of",
    Warning,
    [
        "{number} ban hành ngày {date}, sau thời điểm tổng hợp {as_of}; chưa tính.",
        "{number} was issued on {date}, after the as-of date {as_of}; it does not count yet.",
    ],
    [
        "Kiểm tra lại ngày ban hành; nếu đúng, biểu sẽ được tính ở kỳ sau",
        "Check the date of issue; if it is right, the form counts in a later run",
    ],
    [
        "Nhờ vậy có thể tính lại đúng số liệu tại bất kỳ thời điểm nào đã qua.",
        "So the figures of any past date can be computed again.",
    ],
);

/// Two agencies claim what can only be one database.
pub static SAME_DATABASE: Rule = Rule::builtin(
    "S602",
    Group::Submissions,
    "same-database",
    Warning,
    [
        "Cột «{heading}»: «{value}» cũng có trong biểu của {agency}: {other}.",
        "Column “{heading}”: “{value}” also stands in the form of {agency}: {other}.",
    ],
    [
        "Hai cơ quan thống nhất cơ quan chủ trì; cơ quan còn lại bỏ dòng này hoặc ghi tên phần dữ liệu của mình",
        "Let the two agencies agree which of them is responsible; the other deletes the row or names its own part",
    ],
    [
        "Tên chung như «Cơ sở dữ liệu đất đai» có ở mọi tỉnh nên không bị nêu. Chỉ nêu khi hai cơ quan ghi cùng một tên và có dấu hiệu là một cơ sở dữ liệu: tên mang phạm vi quốc gia («Cơ sở dữ liệu quốc gia về …»), tên ghi rõ một tỉnh, hoặc cột bắt buộc của một bên ghi chính tên cơ quan kia. Chỉ xét các cột mà biểu mẫu ghi `claims`.",
        "Every province has a land database, so equal names alone are not told. They are told when something says that it is one database: a name of national scope (“Cơ sở dữ liệu quốc gia về …”), a name with a province in it, or a required column of one row that holds just the other agency's name. Only columns that the form marks as `claims` are looked at.",
    ],
);

/// The answer that stands has fewer rows than the one before.
pub static FEWER_ROWS: Rule = Rule::builtin(
    "S603",
    Group::Submissions,
    "fewer-rows",
    Warning,
    [
        "Bản này có {rows} dòng dữ liệu, ít hơn bản trước: {before} dòng, {other}{document}.",
        "This one has {rows} {rows?row|rows} of data, fewer than the one before: {before} {before?row|rows}, {other}{document}.",
    ],
    [
        "Kiểm tra xem có bỏ sót dòng nào không; nếu chủ ý rút bớt thì không phải làm gì",
        "Check that no row was forgotten; if rows were taken out on purpose, nothing needs to be done",
    ],
    [
        "Bản mới thay toàn bộ bản trước của cùng cơ quan, nên một bản chỉ gồm phần bổ sung làm mất các dòng cũ. So với bản ban hành ngay trước, hoặc với báo cáo trước (--previous).",
        "A newer answer replaces the agency's earlier one as a whole, so one that holds only additions loses the older rows. Compared with the one issued just before, or with an earlier report (--previous).",
    ],
);

/// Only what adds to another list was received.
pub static SUPPLEMENT_ALONE: Rule = Rule::builtin(
    "I520",
    Group::Identity,
    "supplement-alone",
    Warning,
    [
        "Biểu ghi là sửa đổi, bổ sung danh mục khác, mà không nhận được danh mục đó; {rows} dòng của biểu được tính là cả danh mục của cơ quan.",
        "The form says that it amends another list, which was not received; its {rows} {rows?row counts|rows count} as the agency's whole list.",
    ],
    [
        "Gửi thêm danh mục được sửa đổi, bổ sung; nếu biểu này đã là danh mục đầy đủ, sửa lại tên biểu",
        "Send the list that is amended as well; if this one is the whole list, correct its title",
    ],
    [
        "Tên biểu như «Danh mục sửa đổi, bổ sung …», «sửa đổi, bổ sung Kế hoạch số …» nói rằng còn một danh mục khác. Khi danh mục đó cũng được gửi thì hai danh mục được tính cùng nhau; khi chỉ có bản bổ sung thì không thể biết còn thiếu gì, nên vẫn tính và phải có người xem lại.",
        "Titles such as “Danh mục sửa đổi, bổ sung …” (amended list) or “sửa đổi, bổ sung Kế hoạch số …” (amending Plan No. …) say that there is another list. Where that was sent the two count together. Where this is all there is, nothing tells what is lacking, so it counts and somebody has to look.",
    ],
);

/// Two files of one decision differ and nothing tells which is the later one.
pub static SAME_DECISION: Rule = Rule::builtin(
    "S604",
    Group::Submissions,
    "same-decision",
    Warning,
    [
        "Hai tệp của cùng văn bản {number} ({date}) khác nhau, không rõ tệp nào là bản sau: tính {place} ({rows} dòng) vì tệp đó {why}; tệp này ({own} dòng, {only} dòng chỉ có ở đây hoặc ghi khác) không tính.",
        "Two files of document {number} ({date}) differ, and nothing tells which is the later one: {place} counts ({rows} {rows?row|rows}), for {why}; this one ({own} {own?row|rows}, {only} of them only here or in other words) does not.",
    ],
    [
        "Hỏi lại cơ quan gửi tệp nào đúng, bỏ tệp kia; nếu cả hai đều đúng thì gộp thành một tệp và ghi tên sao cho phân biệt được",
        "Ask the sender which file is right and leave the other out; if both are, put them into one, with names that can be told apart",
    ],
    [
        "Các tệp của cùng cơ quan, cùng biểu mẫu, cùng văn bản: nội dung khác hẳn nhau là các phần, được tính cả (tên chỉ khác cách viết, như «CSDL đất đai» và «Cơ sở dữ liệu về đất đai», hoặc mọi cột khác đều giống thì không phải khác nhau); tệp này có đủ mọi dòng của tệp kia, hoặc tên ghi «sửa», «bản cuối», «lần 2», «(2)», thì tính tệp đó. Còn lại thì không thể biết, nên tạm tính một tệp và nêu để người tổng hợp quyết định.",
        "Files of one agency, form and decision: those about different things are parts and all count (names that are only spelled in another way, such as “CSDL đất đai” and “Cơ sở dữ liệu về đất đai”, or rows that say the same in all other columns, are the same things); one that holds all rows of the other, or whose name says “sửa”, “bản cuối”, “lần 2”, “(2)”, counts in its place. Of others nobody can tell, so one is taken and a person is asked.",
    ],
);

/// Two submissions count as one answer.
pub static COUNTED_TOGETHER: Rule = Rule::builtin(
    "S606",
    Group::Submissions,
    "counted-together",
    Info,
    ["Được tính cùng {other} ({number}, {date}): {why}.", "Counted together with {other} ({number}, {date}): {why}."],
    [
        "Không phải làm gì, trừ khi tệp này thay thế tệp kia; khi đó gửi lại danh mục đầy đủ",
        "Nothing needs to be done, unless this file was meant to replace the other; then send the full list again",
    ],
    [
        "Một văn bản có thể có phụ lục ở nhiều tệp (sở, ngành một tệp; cấp huyện một tệp): các tệp có nội dung khác nhau được tính cả. Văn bản sau ghi «bổ sung» mà chỉ có một số dòng mới, ít hơn danh mục trước, hoặc hầu như không có dòng nào của danh mục trước, thì được tính thêm, không thay thế; nếu nhiều dòng hơn danh mục trước thì đây là cảnh báo. Danh mục của hai cơ quan nay đã hợp nhất mà khác hẳn nhau cũng được tính cả hai, kèm cảnh báo. Hai biểu khác hẳn nhau trong một tệp, mỗi biểu ghi một văn bản, được tính từ ngày của từng văn bản.",
        "One decision may have its annex in several files (departments in one, districts in another): files about different things all count. A later decision that says “bổ sung” and holds only some new rows, fewer than the list before, or hardly any row of that list, adds to it and does not replace it; where it is the longer one this is a warning. Lists of two agencies that are one now and that are about different things count both, with a warning. Two lists in one file that are about different things and name a document each count from the day of each.",
    ],
);

/// A row stands in two parts that count together.
pub static REPEATED_ROW: Rule = Rule::builtin(
    "S607",
    Group::Submissions,
    "repeated-row",
    Warning,
    [
        "Cột «{heading}»: «{value}» đã có ở {other}, được tính cùng tệp này.",
        "Column “{heading}”: “{value}” already stands in {other}, which counts together with this file.",
    ],
    ["Bỏ một trong hai dòng để không bị tính hai lần", "Delete one of the two rows, so that it is not counted twice"],
    [
        "Các phần của một văn bản và văn bản bổ sung được tính cùng nhau; dòng nào có ở hai nơi thì bị đếm hai lần.",
        "Parts of one decision, and supplements, count together; a row that stands in two of them is counted twice.",
    ],
);

/// Two files give one document two days.
pub static TWO_DAYS: Rule = Rule::builtin(
    "S621",
    Group::Submissions,
    "two-days",
    Warning,
    [
        "Văn bản {number} ghi ngày {own} ở đây nhưng ghi ngày {date} ở {other}; hai tệp được coi là của một văn bản.",
        "Document {number} is dated {own} here and {date} in {other}; the two files are taken to be of one document.",
    ],
    [
        "Xem lại văn bản đã ký và sửa ngày ghi nhầm; nếu là hai văn bản, ghi đúng số của từng văn bản",
        "Look at the signed document and correct the wrong day; if they are two documents, give each its own number",
    ],
    [
        "Trong một năm mỗi số chỉ có một văn bản của cơ quan. Hai ngày cho một số là ghi nhầm, thường là ở một bản đã được sửa, nên ngày không quyết định bản nào là bản sau khi tên tệp cho biết.",
        "In one year an agency gives each number once. Two days for one number are a slip, mostly of a version that was corrected, so the day does not decide which is the later one where the names of the files tell.",
    ],
);

/// A rejected submission beside an accepted one that it does not take the place of.
pub static REJECTED_BESIDE_ACCEPTED: Rule = Rule::builtin(
    "S608",
    Group::Submissions,
    "rejected-beside-accepted",
    Warning,
    [
        "Bản này có lỗi nên không tính; {counted} {other} ({number}, {date}).",
        "This one has errors and does not count; {counted} {other} ({number}, {date}).",
    ],
    [
        "Sửa các lỗi rồi gửi lại bản này nếu nó thay thế hoặc bổ sung bản đang được tính",
        "Correct the errors and send this one again if it is to replace or to complete the one that counts",
    ],
    [
        "Bản mới hơn mà có lỗi thì không thay được bản trước không có lỗi: cơ quan vẫn được tính theo bản trước, còn bản mới được trả lại. Nếu bản có lỗi là một phần khác của cùng văn bản thì danh mục chưa đủ, nên cơ quan chưa đạt cho đến khi phần đó được sửa.",
        "A newer one with errors cannot take the place of an earlier one without: the agency is counted by the earlier one, and the newer is sent back. Where the one with errors is another part of the same document, the list is not whole, and the agency has not complied until that part is mended.",
    ],
);

/// Two agencies sent one list.
pub static SAME_LIST: Rule = Rule::builtin(
    "S623",
    Group::Submissions,
    "same-list",
    Warning,
    [
        "{count} dòng giống hệt từng ô biểu của {agency}: {other}.",
        "{count} {count?row is|rows are} the same, cell by cell, as in the form of {agency}: {other}.",
    ],
    [
        "Kiểm tra lại tệp đã gửi: có thể gửi nhầm biểu của cơ quan khác, hoặc dùng lại biểu đó mà chỉ thay phần đầu",
        "Check the file that was sent: it may be another agency's form by mistake, or one of which only the title was changed",
    ],
    [
        "Tên cơ sở dữ liệu giống nhau là bình thường. Chỉ nêu khi ít nhất 3 dòng và bốn phần năm số dòng của mỗi biểu giống nhau ở mọi cột (trừ số thứ tự), và mỗi dòng đó có ít nhất ba cột ghi bằng chữ ngoài tên. Cả hai biểu vẫn được tính.",
        "Equal names of databases are usual. It is told only where at least 3 rows, and four fifths of the rows of each form, say the same in all columns but the ordinal, and each of these rows has text in at least three columns beside its name. Both forms count all the same.",
    ],
);

/// The period by which an answer counts begins long after the as-of day.
pub static PERIOD_TO_COME: Rule = Rule::builtin(
    "S624",
    Group::Submissions,
    "period-to-come",
    Warning,
    [
        "«{label}»: «{value}» bắt đầu hơn một năm sau thời điểm tổng hợp {as_of}; biểu vẫn được tính.",
        "“{label}”: “{value}” begins more than a year after the as-of date {as_of}; the form counts all the same.",
    ],
    ["Kiểm tra lại thời gian này", "Check this period"],
    [
        "Biểu không có văn bản ban hành được xếp trước sau theo một mục ngoài bảng (`dated_by`), thường là kỳ báo cáo. Kỳ chưa đến thì chưa có số liệu, nên bản ghi nhầm năm được tính thay các bản sau. Kế hoạch của năm sau không bị nêu.",
        "Where no document issues a form, its answers are ordered by a value outside the table (`dated_by`), mostly the reporting period. Of one that is still to come there are no figures, and an answer with a slip in its year would count in place of later ones. A plan for the next year is not told.",
    ],
);
