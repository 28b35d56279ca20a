//! Rules about whose a submission is and which document issues it.

use crate::finding::Severity::{Error, Info, Warning};
use crate::finding::{Group, Rule};

/// In the order of their codes.
pub(super) static IN_IDENTITY: &[&Rule] = &[
    &UNKNOWN_AGENCY,
    &CONFLICTING_AGENCY,
    &MISSING_DECISION,
    &FOREIGN_DECISION,
    &DRAFT,
    &UNNAMED_SENDER,
    &OTHER_AGENCY_INSIDE,
    &WANTED_DATA,
    &ISSUED_BEFORE_MERGER,
    &HEADED_BY_BODY,
    &UNLISTED_SENDER,
    &OUT_OF_FORCE,
    &ISSUED_TOO_EARLY,
    &NAMED_UNSENT,
    &TWO_DECISIONS,
    &NAMED_BELOW,
];

/// Nothing in the file, its name or its folder names an agency of the roster.
pub static UNKNOWN_AGENCY: Rule = Rule::builtin(
    "I501",
    Group::Identity,
    "unknown-agency",
    Error,
    ["Không xác định được cơ quan gửi{nearest}.", "The sending agency could not be determined{nearest}."],
    ["{send}", "{send}"],
    [
        "Cơ quan được nhận theo phần đầu biểu, câu «của …» trong dòng quyết định, mã hoặc tên trong tên tệp và thư mục, so với danh sách cơ quan của đợt. Huyện, xã, thành phố thuộc tỉnh, công an, bệnh viện, trường, hội, doanh nghiệp … mang tên tỉnh không phải là tỉnh.",
        "The agency is told from the title block, the decision's “của …”, and the code or name in the names of the file and its folder, against the campaign's roster. A district, a city within a province, the police, a hospital, a school or a company that bears a province's name is not the province.",
    ],
);

/// The file names two agencies.
pub static CONFLICTING_AGENCY: Rule = Rule::builtin(
    "I502",
    Group::Identity,
    "conflicting-agency",
    Error,
    [
        "Tệp nêu hai cơ quan: {first} ({first_place}) và {second} ({second_place}).",
        "The file names two agencies: {first} ({first_place}) and {second} ({second_place}).",
    ],
    ["Sửa chỗ ghi sai để tệp chỉ nêu một cơ quan", "Correct the wrong one, so that the file names one agency"],
    [
        "Không đoán khi bằng chứng trái nhau: ghi nhầm cơ quan sẽ làm sai số liệu của cả hai. Khi phần đầu biểu chắc chắn là của một cơ quan mà chỉ chữ ký dưới biểu là của cơ quan khác thì là cảnh báo. Người tổng hợp đã biết chắc là của cơ quan nào thì ghi trong --manifest hoặc --agency.",
        "Where the evidence disagrees nothing is guessed: the wrong agency would falsify the figures of both. Where the title block is surely one agency's and only the signature below the table is another's, it is a warning. Whoever merges and is certain whose it is says so with --manifest or --agency.",
    ],
);

/// The document that issues the form is not named.
pub static MISSING_DECISION: Rule = Rule::builtin(
    "I503",
    Group::Identity,
    "missing-decision",
    Error,
    [
        "Không thấy số và ngày của văn bản ban hành ({kinds}){unfilled}.",
        "The number and date of the issuing document ({kinds}) were not found{unfilled}.",
    ],
    [
        "Ghi dưới tên biểu: «Kèm theo {kind} số …/{initials}-… ngày …/…/… của …»",
        "Write below the title: “Kèm theo {kind} số …/{initials}-… ngày …/…/… của …”",
    ],
    [
        "Chỉ danh mục đã ban hành mới được tính; dòng mẫu chưa điền «số ..../QĐ-UBND» được coi là chưa có.",
        "Only a catalogue that has been issued counts; an unfilled “số ..../QĐ-UBND” is no decision.",
    ],
);

/// The symbol of the document belongs to another agency.
pub static FOREIGN_DECISION: Rule = Rule::builtin(
    "I505",
    Group::Identity,
    "foreign-decision",
    Error,
    ["«{number}» không phải văn bản của {agency}{issuer}.", "“{number}” is not a document of {agency}{issuer}."],
    [
        "Gửi biểu do {agency} ban hành; nếu số, ký hiệu hoặc tên cơ quan ghi nhầm, sửa lại cho đúng",
        "Send the form that {agency} has issued; if the number, the symbol or the agency's name is a slip, correct it",
    ],
    [
        "Câu «của …» và ký hiệu sau số văn bản cho biết cơ quan ban hành, ví dụ QĐ-UBND của tỉnh, QĐ-BTTTT của Bộ Thông tin và Truyền thông; QĐ-SYT là của sở, QĐ-UBND «của UBND huyện …» là của huyện. Ký hiệu lạ mà câu «của …» ghi rõ chính cơ quan thì là cảnh báo.",
        "“của …” and the symbol behind a document's number tell who issued it, such as QĐ-UBND for a province, QĐ-BTTTT for the Ministry of Information and Communications; QĐ-SYT is a department's, QĐ-UBND “của UBND huyện …” a district's. Where the symbol is strange but “của …” names the agency itself it is a warning.",
    ],
);

/// The form says that it is a draft.
pub static DRAFT: Rule = Rule::builtin(
    "I506",
    Group::Identity,
    "draft",
    Warning,
    ["{where} ghi là dự thảo («{value}»){so}.", "{where} says that it is a draft (“{value}”){so}."],
    [
        "Gửi biểu kèm theo văn bản đã ký, có số và ngày; nếu đã ban hành, bỏ chữ «dự thảo»",
        "Send the form with the signed document, its number and date; if it has been issued, take the word “dự thảo” away",
    ],
    [
        "Dự thảo có thể đã ghi sẵn số và ngày nhưng chưa có hiệu lực; chỉ văn bản đã ban hành mới được tính. Nếu chỉ tên tệp, tên thư mục hoặc tên trang tính ghi «dự thảo» mà biểu có đủ số và ngày văn bản thì vẫn tính là đã ban hành, trừ khi cơ quan cũng gửi bản không ghi như vậy.",
        "A draft may bear a number and a date already, but it is not in force; only what has been issued counts. Where only the name of the file, folder or sheet says draft and the form has the document's number and date, it counts as issued, unless the agency has sent one that is not called a draft.",
    ],
);

/// Only the signature or the file's properties name the sender.
pub static UNNAMED_SENDER: Rule = Rule::builtin(
    "I507",
    Group::Identity,
    "unnamed-sender",
    Warning,
    [
        "Biểu không ghi cơ quan gửi; tạm xác định là {agency} theo {place} («{value}»).",
        "The form does not name its sender; it is taken for that of {agency} by {place} (“{value}”).",
    ],
    [
        "Ghi tên cơ quan ở phần đầu biểu, hoặc đặt tên tệp bắt đầu bằng mã cơ quan: {code}",
        "Write the agency's name above the table, or begin the file's name with its code, {code}",
    ],
    [
        "Tên cơ quan được tìm ở phần đầu biểu, dòng quyết định, tên tệp, tên thư mục. Khi không nơi nào có, chữ ký dưới biểu rồi thuộc tính của tệp được xem, nhưng người khác có thể đã dùng lại tệp, nên cần kiểm tra.",
        "The sender is looked for in the title block, the decision's line, the names of the file and its folder. Where none names it, the signature below the table and then the file's properties are asked; but the file may have been used again by others, so this wants a look.",
    ],
);

/// Something in the file is called after another agency, and its rows count for the file's.
pub static OTHER_AGENCY_INSIDE: Rule = Rule::builtin(
    "I513",
    Group::Identity,
    "other-agency-inside",
    Warning,
    [
        "{where} ghi «{value}» ({other}); {rows} dòng dữ liệu ở đó vẫn được tính cho {agency}, vì phần đầu biểu là của {agency}.",
        "{where} says “{value}” ({other}); the {rows} {rows?row of data there counts|rows of data there count} for {agency} all the same, for the title block is {agency}'s.",
    ],
    [
        "Nếu các dòng đó là của {other}, chuyển sang tệp riêng do {other} ban hành; nếu là của {agency}, đổi tên cho đúng",
        "If those rows are {other}'s, put them into a file of its own that {other} has issued; if they are {agency}'s, correct the name",
    ],
    [
        "Một tệp là của một cơ quan. Biểu thứ hai có quốc hiệu hoặc văn bản của cơ quan khác là lỗi conflicting-agency. Chỉ có tên của cơ quan khác ở giữa biểu, ngay trên tiêu đề cột lặp lại, hoặc ở tên trang tính thì chưa chắc: các dòng vẫn được tính và phải có người xem lại. Khi mỗi trang tính mang tên một cơ quan thì đó là lỗi.",
        "A file is one agency's. A second form with the state's heading or another agency's document is conflicting-agency. Where only the name of another agency stands between the rows, right above headings that are repeated, or is the name of a sheet, that is not certain: the rows count, and somebody has to look. Where every sheet is called after an agency it is an error.",
    ],
);

/// The title of the only list says that it is of what is wanted from others.
pub static WANTED_DATA: Rule = Rule::builtin(
    "I514",
    Group::Identity,
    "wanted-data",
    Warning,
    [
        "Tên biểu là «{value}»: có thể đây không phải danh mục đang áp dụng của cơ quan (dữ liệu cần khai thác của nơi khác, đã bãi bỏ hoặc để tham khảo); {rows} dòng vẫn được tính vì tệp không có biểu nào khác.",
        "The title is “{value}”: this may not be the agency's own list in force (data wanted from others, abolished, or for reference); its {rows} {rows?row counts|rows count} all the same, for the file holds no other.",
    ],
    [
        "Gửi danh mục của chính cơ quan; nếu biểu này đúng là danh mục đó, sửa lại tên biểu",
        "Send the agency's own list; if this is it, correct the title",
    ],
    [
        "Danh mục dữ liệu mà cơ quan cần ở nơi khác, danh mục bãi bỏ hoặc bảng góp ý thường lập theo cùng các cột. Cạnh danh mục của chính cơ quan, trong tệp hoặc ở tệp khác, danh mục đó không được tính. Khi chỉ có nó thì không thể biết chắc theo tên biểu, nên vẫn tính và phải có người xem lại.",
        "A list of the data that an agency wants from others, of what it abolishes or of comments often has the same columns. Beside the agency's own list, in the file or in another one, it does not count. Where it is all there is, its title is not certain enough, so it counts and somebody has to look.",
    ],
);

/// An agency that was merged into the one whose it is has issued it.
pub static ISSUED_BEFORE_MERGER: Rule = Rule::builtin(
    "I515",
    Group::Identity,
    "issued-before-merger",
    Warning,
    [
        "Biểu do {former} ban hành (theo {place}: «{value}»), nay thuộc {agency}; được tính cho {agency}.",
        "{former} issued this ({place}: “{value}”), which is part of {agency} now; it counts for {agency}.",
    ],
    [
        "Xem biểu này đã gồm dữ liệu của toàn bộ {agency} chưa; nếu chưa, đề nghị {agency} gửi danh mục chung",
        "See whether this covers all of {agency}; if it does not, ask {agency} for a list of the whole",
    ],
    [
        "Danh sách cơ quan ghi cơ quan nào đã hợp nhất vào cơ quan nào (`predecessors`) và từ ngày nào (`merged`). Biểu của cơ quan cũ, hoặc ban hành trước ngày đó, được tính cho cơ quan mới nhưng thường chỉ gồm một phần dữ liệu của cơ quan mới.",
        "The roster says which agencies were merged into which (`predecessors`), and since when (`merged`). What a former agency issued, or the agency itself before that day, counts for the new one, but mostly covers only a part of it.",
    ],
);

/// A body heads the form, and the document is the agency's, or tells not whose it is.
pub static HEADED_BY_BODY: Rule = Rule::builtin(
    "S622",
    Group::Identity,
    "headed-by-a-body",
    Warning,
    [
        "{where} nêu «{body}», {why}; biểu vẫn được tính cho {agency}.",
        "{where} names “{body}”, {why}; the form counts for {agency} all the same.",
    ],
    [
        "Nếu biểu là của «{body}», để {agency} tổng hợp, không gửi riêng; nếu là biểu của {agency}, ghi {agency} ở phần đầu biểu và ghi đủ số, ký hiệu văn bản",
        "If the form is that of “{body}”, let {agency} merge it; if it is {agency}'s, name {agency} above the table and give the document's whole number",
    ],
    [
        "Công an, bảo hiểm xã hội, cơ quan thuế … không phải là tỉnh dù dẫn quyết định của tỉnh: biểu có thể là một phần, một phụ lục hay bản riêng của đơn vị đó. Biểu có UBND huyện, xã, thành phố thuộc tỉnh ở phần đầu là của UBND đó (lỗi unknown-agency); chỉ một trang tính như vậy trong tệp của tỉnh, hoặc nhiều huyện trong một tệp, thì được nêu để xem lại. Số không có ký hiệu («15/QĐ») dưới tên một sở hay đơn vị thì không cho biết ai ban hành.",
        "The police, social security or the tax office is not the province though it cites the province's decision: the form may be a part, an annex or a list of its own. A form in the letterhead of the committee of a district, a commune or a city within a province is that committee's (unknown-agency); where only one sheet of the province's file has it, or several districts stand in one file, this is told. A number without a symbol (“15/QĐ”) below the name of a department or body does not tell who issued it.",
    ],
);

/// The sender is not on the roster of a campaign that is open to others.
pub static UNLISTED_SENDER: Rule = Rule::builtin(
    "S620",
    Group::Submissions,
    "unlisted-sender",
    Info,
    [
        "Nơi gửi «{sender}»{by} không có trong danh sách cơ quan{nearest}; biểu vẫn được nhận và được liệt kê riêng.",
        "The sender “{sender}”{by} is not on the roster{nearest}; the form is taken all the same and listed apart.",
    ],
    [
        "Nếu là cơ quan trong danh sách, ghi đúng tên hoặc mã của cơ quan; nếu không thì không phải làm gì",
        "If it is an agency of the roster, write its name or code as the roster has it; otherwise nothing needs to be done",
    ],
    [
        "Đợt báo cáo mở (`open`) nhận biểu của cả nơi không có trong danh sách. Tên nơi gửi lấy theo --agency hoặc danh sách tệp, ô mà biểu mẫu quy định (`sender`), tên cơ quan ở phần đầu biểu, cuối cùng là tên tệp. Các nơi đó được liệt kê riêng, dòng của họ được gộp, nhưng không tính vào số cơ quan của danh sách. Nếu danh sách có tên gần giống thì đây là cảnh báo.",
        "An open campaign (`open`) takes forms of others than those on its roster. Such a sender is known by --agency or the manifest, by the value that the form names (`sender`), by the name in the title block, and at last by the name of the file. They are listed apart and their rows are merged, but they count in no total of the roster. Where the roster has a similar name this is a warning.",
    ],
);

/// The form says itself that its document is no longer in force.
pub static OUT_OF_FORCE: Rule = Rule::builtin(
    "I516",
    Group::Identity,
    "out-of-force",
    Error,
    [
        "Biểu ghi văn bản ban hành không còn hiệu lực («{value}»).",
        "The form says that its document is no longer in force (“{value}”).",
    ],
    [
        "Gửi biểu kèm theo văn bản đang có hiệu lực; nếu văn bản này còn hiệu lực, bỏ dòng ghi trên biểu",
        "Send the form of the document that is in force now; if this one is, take that line away",
    ],
    [
        "Danh mục mà chính biểu ghi là đã bị bãi bỏ, thay thế hoặc hết hiệu lực không được tính: phải có người hỏi lại cơ quan và nhận bản đang có hiệu lực. Khi cơ quan cũng gửi bản không ghi như vậy thì tính bản đó. Nếu dòng ghi có ngày («bãi bỏ theo Quyết định số … ngày 1/6/2023») thì đến trước ngày đó biểu vẫn được tính. Dòng nói về văn bản khác không bị nêu: «thay thế Quyết định số … đã hết hiệu lực», «Căn cứ Quyết định số … (đã hết hiệu lực)», «hết hiệu lực một phần». Chắc chắn văn bản còn hiệu lực thì dùng --allow out-of-force.",
        "A list that says itself that it has been repealed, replaced or is no longer in force does not count: somebody has to ask the agency for the one that is. Where the agency has sent one that does not say so, that counts. Where the line has a day (“repealed by Decision … of 1 June 2023”) the form counts until then. What is said of another document is not told: “thay thế Quyết định số … đã hết hiệu lực”, “Căn cứ Quyết định số … (đã hết hiệu lực)”, “hết hiệu lực một phần” (in part). Who is certain that the document is in force uses --allow out-of-force.",
    ],
);

/// The document is dated before the form can have been issued.
pub static ISSUED_TOO_EARLY: Rule = Rule::builtin(
    "I517",
    Group::Identity,
    "issued-too-early",
    Warning,
    [
        "{number} ghi ngày {date}, trước ngày {since} là ngày sớm nhất có thể ban hành biểu này; có thể ghi nhầm năm.",
        "{number} is dated {date}, before {since}, the first day on which this form can have been issued; the year may be a slip.",
    ],
    [
        "Kiểm tra ngày của văn bản ban hành và sửa lại nếu ghi nhầm",
        "Check the day of the issuing document, and correct it if it is a slip",
    ],
    [
        "Biểu mẫu cho biết ngày sớm nhất (`not_before`), như ngày ký Nghị định 47/2020/NĐ-CP (09/4/2020). Biểu vẫn được tính. Danh mục ban hành từ ngày đó đến khi có công văn hướng dẫn là bình thường nên không bị nêu.",
        "The form says from when on it can have been issued (`not_before`), such as the day of decree 47/2020/NĐ-CP (9 April 2020). It counts all the same. What was issued between that day and the letter of guidance is usual and not told.",
    ],
);

/// The name of the file or of its folder says that it is not what is to be sent.
pub static NAMED_UNSENT: Rule = Rule::builtin(
    "I518",
    Group::Identity,
    "named-unsent",
    Warning,
    [
        "{where} là «{value}»: có thể đây không phải bản cần gửi.",
        "{where} is “{value}”: this may not be the file that was to be sent.",
    ],
    [
        "Nếu đây là bản chính thức, đổi tên tệp; nếu không, gửi bản đã ban hành",
        "If this is the version that was issued, give it another name; if not, send that one",
    ],
    [
        "Tên như «không gửi», «hủy», «chưa ký», «tham khảo» thường là của bản làm việc gửi nhầm. Biểu vẫn được tính nếu cơ quan không gửi bản nào khác cùng nội dung, vì văn bản ghi trên biểu mới là căn cứ. Tên ghi là dự thảo được nêu ở I506.",
        "Names such as “không gửi”, “hủy”, “chưa ký” or “tham khảo” are mostly those of working copies that were sent by mistake. The form counts all the same unless the agency has sent another one of the same list, for what it names as its document is what matters. A name that says draft is told by I506.",
    ],
);

/// The sentence with which the form comes names two documents.
pub static TWO_DECISIONS: Rule = Rule::builtin(
    "I519",
    Group::Identity,
    "two-decisions",
    Warning,
    [
        "Biểu ghi kèm theo hai văn bản, {number} và {other}; được tính theo {number}, ngày {date}.",
        "The form says that it comes with two documents, {number} and {other}; it counts by {number} of {date}.",
    ],
    [
        "Chỉ ghi văn bản ban hành biểu này; văn bản sửa đổi thì ghi «được sửa đổi tại Quyết định số …»",
        "Name only the document that issues this form; of one that amends it write “được sửa đổi tại Quyết định số …”",
    ],
    [
        "Ngày ban hành và bản nào được tính đều theo một văn bản. Khi một câu nêu hai văn bản nối bằng «và» thì lấy văn bản đứng trước, và phải có người xem lại. Văn bản chỉ được dẫn (căn cứ, thay thế, sửa đổi tại …) không bị nêu.",
        "From when on a form counts, and which of two counts, goes by one document. Where a sentence joins two by “và” the first is taken, and somebody has to look. Documents that are only cited (căn cứ, thay thế, sửa đổi tại …) are not told.",
    ],
);

/// Only a note below the table names the document.
pub static NAMED_BELOW: Rule = Rule::builtin(
    "I521",
    Group::Identity,
    "named-below",
    Warning,
    [
        "Chỉ dòng dưới biểu nêu {number} ngày {date}, và không ghi «Kèm theo»: có thể đó không phải văn bản ban hành; biểu vẫn được tính là đã ban hành.",
        "Only a line below the table names {number} of {date}, without “Kèm theo” (comes with): it may not be what issued the form, which counts as issued all the same.",
    ],
    [
        "Ghi văn bản ban hành ở dưới tên biểu: «Kèm theo {kind} số … ngày … của …»",
        "Name the issuing document below the title: “Kèm theo {kind} số … ngày … của …”",
    ],
    [
        "Ghi chú dưới biểu thường dẫn văn bản khác, như căn cứ của một dòng. Dòng dưới biểu ghi «Ban hành kèm theo Quyết định số …» thì được tính và không bị nêu. Văn bản nêu ở nơi khác (trang bìa, tên trang tính, tên tệp) được lấy trước.",
        "Notes below a table mostly cite other documents, such as what a row rests on. A line there that says “Ban hành kèm theo Quyết định số …” (issued with) counts and is not told. A document that is named elsewhere (a cover sheet, the name of the sheet or file) is taken first.",
    ],
);
