//! The command line, and nothing else: what can be asked for, and how it is explained.
//!
//! Help is Vietnamese first, for the people who use the tool, with the English in short after a stroke: clap's help cannot
//! follow `--lang`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use jiff::civil::Date;

use crate::render::format::Format;
use crate::render::text;
use crate::run::Named;
use crate::text::Language;

use examples::*;
pub use values::{Colour, ExplainFormat, FailOn, Lang, LetterFormat, ListFormat, MOST_JOBS};
use values::{at_least_one, day, format, jobs, printed_format, report_help};

mod examples;
mod values;

/// Đọc, kiểm tra và tổng hợp bảng tính báo cáo theo biểu mẫu / read, check and merge spreadsheets sent on official forms
#[derive(Debug, Parser)]
#[command(name = "bieumau", version, arg_required_else_help = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

impl Cli {
    /// What all commands take; these two speak of no forms.
    pub fn common(&self) -> Option<&Common> {
        match &self.command {
            Command::Merge(Merge { input, .. }) | Command::Check(Check { input, .. }) => Some(&input.common),
            Command::Remind(Remind { common, .. })
            | Command::Explain(Explain { common, .. })
            | Command::Forms(Forms { common, .. })
            | Command::Template(Template { common, .. })
            | Command::Agencies(Agencies { common, .. }) => Some(common),
            Command::Completions(_) | Command::Man(_) => None,
        }
    }

    /// The language that is asked for.
    pub fn language(&self) -> Language {
        self.common().map_or(Language::Vietnamese, Common::language)
    }
}

/// What can be done.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Tổng hợp một thư mục biểu đã nhận / merge a folder of submissions into one summary
    #[command(visible_alias = "tong-hop", after_help = MERGE_EXAMPLES)]
    Merge(Merge),
    /// Kiểm tra biểu trước khi gửi / check a form before it is sent
    #[command(visible_alias = "kiem-tra", after_help = CHECK_EXAMPLES)]
    Check(Check),
    /// Viết công văn đôn đốc từng cơ quan / write letters to the agencies that owe something
    #[command(visible_alias = "don-doc", after_help = REMIND_EXAMPLES)]
    Remind(Remind),
    /// Giải thích một quy tắc kiểm tra, hoặc liệt kê tất cả / explain a rule, or list all
    #[command(visible_alias = "giai-thich", after_help = EXPLAIN_EXAMPLES)]
    Explain(Explain),
    /// Liệt kê các biểu mẫu, hoặc các cột của một biểu / list the forms, or the columns of one
    #[command(visible_alias = "bieu-mau", after_help = FORMS_EXAMPLES, args_conflicts_with_subcommands = true)]
    Forms(Forms),
    /// In phần tự hoàn thành lệnh cho shell / print completions for a shell
    #[command(after_help = COMPLETIONS_EXAMPLES)]
    Completions(Completions),
    /// Ghi trang hướng dẫn man / write the man pages
    Man(Man),
    /// Lập biểu mẫu trống để điền / write the blank official form
    #[command(visible_alias = "mau", after_help = TEMPLATE_EXAMPLES)]
    Template(Template),
    /// Danh sách cơ quan; tra xem một tên là cơ quan nào / the roster; which agency a text names
    #[command(visible_alias = "co-quan", after_help = AGENCIES_EXAMPLES)]
    Agencies(Agencies),
}

/// `bieumau remind`
#[derive(Debug, Args)]
pub struct Remind {
    /// Báo cáo JSON của lệnh merge / a JSON report of merge
    #[arg(value_name = "REPORT.json")]
    pub report: PathBuf,
    /// Thư mục cần ghi / the folder to write
    #[arg(short, long, value_name = "DIR")]
    pub output: PathBuf,
    /// Mẫu công văn thay cho mẫu có sẵn: tài liệu Word hoặc Markdown / a template in place of the one that ships: a document of Word, or Markdown
    #[arg(long, value_name = "FILE")]
    pub template: Option<PathBuf>,
    /// Thư mục --return của merge: biểu trả lại được gửi kèm công văn của từng cơ quan / the --return folder of merge: each form goes with the letter to its agency
    #[arg(long, value_name = "DIR")]
    pub returned: Option<PathBuf>,
    /// Dạng tệp; mặc định theo mẫu, hoặc docx nếu có --returned, hoặc md / form of the letters; as the template is, or docx with --returned, or md
    #[arg(long, value_enum)]
    pub format: Option<LetterFormat>,
    /// Danh sách cơ quan; mặc định của đợt / the roster; the campaign's by default
    #[arg(long, value_name = "NAME")]
    pub roster: Option<String>,
    /// What all commands take.
    #[command(flatten)]
    pub common: Common,
}

/// `bieumau merge`
#[derive(Debug, Args)]
pub struct Merge {
    /// Which files to read, and how.
    #[command(flatten)]
    pub input: Input,
    /// Tệp Excel tổng hợp cần ghi / the summary workbook to write
    #[arg(short, long, value_name = "FILE.xlsx")]
    pub output: Option<PathBuf>,
    /// A report to write.
    #[arg(long, value_name = "FILE", help = report_help())]
    pub report: Vec<PathBuf>,
    /// Dạng in ra màn hình / form of what is printed
    #[arg(long, value_parser = printed_format(), value_name = "FORMAT", default_value = text::FORMAT.name)]
    pub format: &'static Format,
    /// Thư mục gói dữ liệu CSV (Data Package) cần ghi / the data package folder to write
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Danh mục DCAT 3 (JSON-LD) của dữ liệu mở cần ghi / the DCAT 3 catalogue of open data to write
    #[arg(long, value_name = "FILE.jsonld")]
    pub dcat: Option<PathBuf>,
    /// Báo cáo JSON của lần trước, để nêu thay đổi / the JSON report of an earlier run, to tell what changed
    #[arg(long, value_name = "REPORT.json")]
    pub previous: Option<PathBuf>,
    /// Tệp CSV ghi thêm kết quả từng lần chạy / a CSV file that grows by the figures of each run
    #[arg(long, value_name = "FILE.csv")]
    pub history: Option<PathBuf>,
    /// Các quy tắc này (mã hoặc tên) chỉ nêu, không trả biểu / what these rules find, by code or name, rejects nothing
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub allow: Vec<String>,
    /// Tệp cấu hình; mặc định bieumau.toml ở cạnh hộp thư / the configuration; bieumau.toml beside the inbox by default
    #[arg(long, value_name = "FILE.toml")]
    pub config: Option<PathBuf>,
    /// Vẫn tổng hợp khi hộp thư không có tệp nào / merge even if the inbox holds no file
    #[arg(long)]
    pub allow_empty: bool,
    /// Thư mục ghi công văn đôn đốc (Word), kèm biểu trả lại hoặc biểu trống và thư điện tử, mỗi cơ quan một thư mục / a folder for letters (Word), with the forms that go back or blank ones and a message, a folder an agency
    #[arg(long, value_name = "DIR")]
    pub letters: Option<PathBuf>,
    /// Thư mục ghi các biểu trả lại, mỗi biểu bị trả lại một tệp / a folder for the forms to be sent back, one file each
    #[arg(long = "return", value_name = "DIR")]
    pub give_back: Option<PathBuf>,
    /// Mã thoát 1 nếu có phát hiện từ mức này / exit with 1 on findings this bad
    #[arg(long, value_name = "LEVEL")]
    pub fail_on: Option<FailOn>,
    /// Chỉ in câu tổng hợp và những tệp đã ghi / print only the sentence of the totals and what was written
    #[arg(short, long)]
    pub quiet: bool,
    /// Mở báo cáo HTML vừa ghi (--report x.html) trong trình duyệt / open the HTML report in the browser
    #[arg(long)]
    pub open: bool,
}

/// `bieumau check`
#[derive(Debug, Args)]
pub struct Check {
    /// Which files to read, and how.
    #[command(flatten)]
    pub input: Input,
    /// Mã hoặc tên cơ quan của các tệp, như H22 / the code or name of the agency that the files belong to
    #[arg(long, value_name = "CODE")]
    pub agency: Option<String>,
    /// Dạng kết quả; mặc định theo tên tệp ở -o, hoặc text / form of the result; by the name given with -o, or text
    #[arg(long, value_parser = format(), value_name = "FORMAT")]
    pub format: Option<&'static Format>,
    /// Ghi kết quả vào tệp này thay vì màn hình / write the result to this file instead of the screen
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Nêu nhiều nhất N phát hiện, nặng nhất trước; số tổng luôn đủ / list at most N findings, the worst first
    #[arg(long, value_name = "N", value_parser = at_least_one)]
    pub max_findings: Option<NonZeroUsize>,
    /// Chỉ nhận biểu mẫu này, biểu khác là lỗi; một tệp JSON: thử riêng biểu đó, không cần danh sách cơ quan và đợt / take this form only, another one is an error; a JSON file: try that form alone, without roster and campaign
    #[arg(long, value_name = "FORM")]
    pub form: Option<String>,
    /// Chỉ xét các quy tắc này (mã hoặc tên) / ask about these rules only, by code or name
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub only: Vec<String>,
    /// Các quy tắc này (mã hoặc tên) chỉ nêu, không trả biểu / what these rules find, by code or name, rejects nothing
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub allow: Vec<String>,
    /// Chỉ in số tổng và kết luận / print only the totals and the verdict
    #[arg(short, long)]
    pub quiet: bool,
    /// Kiểm tra lại mỗi khi tệp được lưu / check again whenever a file is saved
    #[arg(long, conflicts_with = "output")]
    pub watch: bool,
    /// Thư mục ghi lại biểu có đánh dấu chỗ cần sửa / a folder for the form with marks where it is to be corrected
    #[arg(long = "return", value_name = "DIR", conflicts_with = "watch")]
    pub give_back: Option<PathBuf>,
    /// In từng dòng được hiểu là gì và vì sao, trước kết quả / tell first what every row was taken for, and why
    #[arg(long, conflicts_with = "format")]
    pub trace: bool,
    /// Mã thoát 1 nếu có phát hiện từ mức này / exit with 1 on findings this bad
    #[arg(long, value_name = "LEVEL", default_value = "error")]
    pub fail_on: FailOn,
    /// Mở kết quả HTML vừa ghi (-o x.html) trong trình duyệt / open the HTML result in the browser
    #[arg(long, requires = "output", conflicts_with = "watch")]
    pub open: bool,
    /// Tệp cấu hình; mặc định bieumau.toml ở thư mục đang đứng, nếu biểu không nằm ở đó / the configuration; bieumau.toml in the working directory by default, unless a file to check lies there
    #[arg(long, value_name = "FILE.toml")]
    pub config: Option<PathBuf>,
}

/// `bieumau explain`
#[derive(Debug, Args)]
pub struct Explain {
    /// Mã hoặc tên quy tắc, như V301 hoặc missing-value; để trống thì liệt kê / its code or name; without it, the list
    #[arg(value_name = "RULE")]
    pub rule: Option<String>,
    /// Dạng kết quả / form of the result
    #[arg(long, value_enum, default_value_t = ExplainFormat::Text)]
    pub format: ExplainFormat,
    /// What all commands take.
    #[command(flatten)]
    pub common: Common,
}

/// `bieumau forms`
#[derive(Debug, Args)]
pub struct Forms {
    /// Tên biểu mẫu, như shared-databases; để trống thì liệt kê / a form's name; without it, the list
    #[arg(value_name = "FORM")]
    pub form: Option<String>,
    /// Dạng kết quả / form of the result
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub format: ListFormat,
    /// What to do besides; see each.
    #[command(subcommand)]
    pub command: Option<FormsCommand>,
    /// What all commands take.
    #[command(flatten)]
    pub common: Common,
}

/// What `bieumau forms` can do besides telling of forms.
#[derive(Debug, Subcommand)]
pub enum FormsCommand {
    /// Đọc một mẫu có sẵn rồi ghi sổ soạn biểu mẫu / read a template or a filled form and write a form workbook of it
    #[command(after_help = INFER_EXAMPLES)]
    Infer {
        /// Mẫu trống hoặc biểu đã điền: xlsx, xls, ods, csv… / a blank template or a filled form
        #[arg(value_name = "TEMPLATE")]
        template: PathBuf,
        /// Sổ soạn biểu mẫu cần ghi / the form workbook to write
        #[arg(short, long, value_name = "FORM.xlsx")]
        output: PathBuf,
        /// Trang tính có bảng cần đọc; mặc định trang giống biểu nhất / the sheet with the table; the likeliest by default
        #[arg(long, value_name = "NAME")]
        sheet: Option<String>,
    },
    /// Ghi một biểu mẫu đang có ra sổ Excel để sửa / write a form as a workbook to be edited in Excel
    #[command(after_help = EXPORT_EXAMPLES)]
    Export {
        /// Tên biểu mẫu, hoặc tệp JSON của nó / the form's name, or its JSON file
        #[arg(value_name = "FORM")]
        form: String,
        /// Sổ soạn biểu mẫu cần ghi / the form workbook to write
        #[arg(short, long, value_name = "FORM.xlsx")]
        output: PathBuf,
    },
    /// Đọc sổ soạn biểu mẫu, ghi tệp JSON của biểu mẫu / read a form workbook and write the form's JSON file
    #[command(after_help = IMPORT_EXAMPLES)]
    Import {
        /// Sổ soạn biểu mẫu / the form workbook
        #[arg(value_name = "FORM.xlsx")]
        workbook: PathBuf,
        /// Tệp JSON cần ghi; để trống thì chỉ kiểm tra / the JSON file to write; without it, only check
        #[arg(short, long, value_name = "FORM.json")]
        output: Option<PathBuf>,
        /// Ghi thêm một đợt báo cáo chỉ hỏi biểu này / write a campaign too that asks for this form alone
        #[arg(long, value_name = "CAMPAIGN.json", requires = "output")]
        campaign: Option<PathBuf>,
    },
    /// Nêu mọi lỗi của một thư mục biểu mẫu và cách dùng của nó / tell every fault of a folder of schemas, and what it uses
    #[command(after_help = FORMS_CHECK_EXAMPLES)]
    Check {
        /// Thư mục có forms, rosters, campaigns / a folder that holds forms, rosters, campaigns
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// Ghi các biểu mẫu có sẵn ra thư mục mới để sửa / write out the built-in schemas to start from
    New {
        /// Thư mục mới, hoặc thư mục trống / a folder that is new or empty
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
}

/// `bieumau completions`
#[derive(Debug, Args)]
pub struct Completions {
    /// Loại shell / the shell
    #[arg(value_enum, value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

/// `bieumau man`
#[derive(Debug, Args)]
pub struct Man {
    /// Thư mục để ghi, đã có sẵn / the folder to write to, which exists
    #[arg(short, long, value_name = "DIR")]
    pub output: PathBuf,
}

/// `bieumau template`
#[derive(Debug, Args)]
pub struct Template {
    /// Tên biểu mẫu, như shared-databases; cong-van là mẫu công văn / the form's name; letter is the template of letters
    #[arg(value_name = "FORM")]
    pub form: String,
    /// Tệp Excel cần ghi / the workbook to write
    #[arg(short, long, value_name = "FILE.xlsx")]
    pub output: PathBuf,
    /// Mã cơ quan để ghi sẵn tên, như H22 / the code of the agency whose name is filled in
    #[arg(long, value_name = "CODE")]
    pub agency: Option<String>,
    /// Which campaign.
    #[command(flatten)]
    pub chosen: Chosen,
    /// What all commands take.
    #[command(flatten)]
    pub common: Common,
}

/// `bieumau agencies`
#[derive(Debug, Args)]
pub struct Agencies {
    /// What to tell; the whole roster by default.
    #[command(subcommand)]
    pub command: Option<AgenciesCommand>,
    /// Dạng kết quả / form of the result
    #[arg(long, value_enum, global = true, default_value_t = ListFormat::Text)]
    pub format: ListFormat,
    /// Which campaign.
    #[command(flatten)]
    pub chosen: Chosen,
    /// What all commands take.
    #[command(flatten)]
    pub common: Common,
}

/// What `bieumau agencies` can be asked besides the roster.
#[derive(Debug, Subcommand)]
pub enum AgenciesCommand {
    /// Tra xem một tên, mã hoặc tên tệp là cơ quan nào, vì sao / which agency a name, code or file name means, and why
    Resolve {
        /// Tên, mã hoặc tên tệp / a name, a code or the name of a file
        #[arg(value_name = "TEXT")]
        text: String,
    },
}

/// What all commands take that speak of forms.
#[derive(Debug, Args)]
pub struct Common {
    /// Thư mục biểu mẫu thay cho bản có sẵn / a folder of schemas in place of the built-in ones
    #[arg(long, global = true, value_name = "DIR")]
    pub schemas: Option<PathBuf>,
    /// Ngôn ngữ của kết quả; mặc định vi, với remind là của báo cáo / the language of the results; vi by default, of remind the report's
    #[arg(long, global = true, value_enum)]
    pub lang: Option<Lang>,
    /// Màu chữ trên màn hình / whether what is printed has colours
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = Colour::Auto)]
    pub color: Colour,
}

impl Common {
    /// The language that is asked for.
    pub fn language(&self) -> Language {
        self.lang.map_or(Language::Vietnamese, Language::from)
    }
}

/// Which campaign is meant, and who owes its forms.
#[derive(Debug, Args)]
pub struct Chosen {
    /// Đợt báo cáo; không cần nếu chỉ có một đợt / the campaign; not needed if there is only one
    #[arg(long, global = true, value_name = "NAME")]
    pub campaign: Option<String>,
    /// Danh sách cơ quan; mặc định của đợt / the roster; the campaign's by default
    #[arg(long, global = true, value_name = "NAME")]
    pub roster: Option<String>,
}

impl Chosen {
    /// The names, for the schemas to be looked through.
    pub fn names(&self) -> Named<'_> {
        Named { campaign: self.campaign.as_deref(), roster: self.roster.as_deref() }
    }
}

/// What both commands read, and how.
#[derive(Debug, Args)]
pub struct Input {
    /// Tệp hoặc thư mục, đọc cả bên trong; - là dữ liệu từ đầu vào chuẩn / files or folders, which are read with all they hold; - is standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Which campaign.
    #[command(flatten)]
    pub chosen: Chosen,
    /// Bảng (CSV, Excel) có cột tệp và cột cơ quan, mã hoặc tên: tệp nào của cơ quan nào / a table of files and agencies, by code or name: whose each file is
    #[arg(long, value_name = "FILE")]
    pub manifest: Option<PathBuf>,
    /// Ngày tính đến, như 23/6/2023 hoặc 2023-06-23; mặc định hôm nay / the last day that counts; today by default
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub as_of: Option<Date>,
    /// Số tệp đọc cùng lúc, nhiều nhất 256; mặc định theo số nhân / files read at a time, 256 at most; as many as there are cores by default
    #[arg(long, value_name = "N", value_parser = jobs)]
    pub jobs: Option<NonZeroUsize>,
    /// Đọc cả tệp mà liên kết trong thư mục dẫn ra ngoài / read what links lead to outside the folders given
    #[arg(long)]
    pub follow_links: bool,
    /// What all commands take.
    #[command(flatten)]
    pub common: Common,
}

impl Input {
    /// All files and folders that are read.
    pub fn read(&self) -> impl Iterator<Item = &PathBuf> {
        self.paths.iter().chain(&self.common.schemas).chain(&self.manifest)
    }
}
