//! Why an expression has no answer.

use cel::ExecutionError;

use crate::bilingual;
use crate::text::Bilingual;

/// Why an expression has no answer.
#[derive(Clone, Debug)]
pub enum Unanswered {
    /// It compares or computes with values that do not go together; the engine's words.
    Types(String),
    /// It divides by zero.
    Division,
    /// A number grows too large.
    Overflow,
    /// A list or a map has no such item.
    Item,
    /// This function cannot take a value.
    Function(String),
    /// It takes more steps than these.
    Steps(u64),
    /// The texts and lists that it puts together take more bytes than these.
    Bytes(u64),
    /// A tally that it names has too many keys, or a condition without an answer, or more rows wait for one than are kept.
    Keys,
}

impl Unanswered {
    /// Whether it does not depend on the values, but for those that are blank.
    pub(in crate::schema) fn is_of_types(&self) -> bool {
        matches!(self, Self::Types(_))
    }

    /// Whether it costs more than it may.
    pub(in crate::schema) fn is_of_cost(&self) -> bool {
        matches!(self, Self::Steps(_) | Self::Bytes(_))
    }

    /// Whether it may be because something is blank: the engine's words name what it was given.
    pub(in crate::schema) fn is_of_blanks(&self) -> bool {
        matches!(self, Self::Types(said) if ["null", "Null"].iter().any(|blank| said.contains(blank)))
    }

    /// For whoever wrote the expression: with the engine's words.
    pub(in crate::schema) fn explained(&self) -> Bilingual {
        match self {
            Self::Types(said) => {
                let words = self.words();
                bilingual!("{} ({said})", "{} ({said})", words)
            }
            other => other.words(),
        }
    }

    /// As the rest of a sentence.
    pub fn words(&self) -> Bilingual {
        match self {
            Self::Types(_) => Bilingual::new(
                "điều kiện so sánh hoặc tính toán những giá trị khác kiểu",
                "its condition compares or computes with values of different kinds",
            ),
            Self::Division => Bilingual::new("điều kiện chia cho 0", "its condition divides by zero"),
            Self::Overflow => {
                Bilingual::new("kết quả tính vượt quá giới hạn của số", "a number in it grows beyond what can be kept")
            }
            Self::Item => Bilingual::new(
                "điều kiện hỏi một phần tử mà danh sách không có",
                "its condition asks for an item that is not in the list",
            ),
            Self::Function(name) => {
                bilingual!("hàm {name} không tính được với giá trị này", "the function {name} cannot take this value")
            }
            Self::Keys => Bilingual::new(
                "phép tính theo khóa có quá nhiều khóa, điều kiện của nó không tính được (như chia cho 0) hoặc phải tính quá nhiều, hoặc quá nhiều dòng phải chờ kết quả của nó",
                "a tally in it has too many keys, its condition has no answer (as where it divides by zero) or costs too much, or too many rows wait for what it comes to",
            ),
            Self::Bytes(most) => {
                let most = most >> 20;
                bilingual!(
                    "điều kiện ghép thành quá {most} MB chữ",
                    "its condition puts together more than {most} MB of text"
                )
            }
            Self::Steps(most) => {
                bilingual!("điều kiện phải tính quá {most} bước", "its condition takes more than {most} steps")
            }
        }
    }
}

/// Reasons are the same that are told in the same words.
impl PartialEq for Unanswered {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Function(one), Self::Function(other)) => one == other,
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
}

impl std::fmt::Display for Unanswered {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Types(words) => formatter.write_str(words),
            other => formatter.write_str(&other.words().en),
        }
    }
}

impl From<ExecutionError> for Unanswered {
    fn from(error: ExecutionError) -> Self {
        match error {
            ExecutionError::DivisionByZero(_) | ExecutionError::RemainderByZero(_) => Self::Division,
            ExecutionError::Overflow(..) => Self::Overflow,
            ExecutionError::IndexOutOfBounds(_) | ExecutionError::NoSuchKey(_) | ExecutionError::DuplicateKey(_) => {
                Self::Item
            }
            ExecutionError::FunctionError { function, .. } => Self::Function(function),
            other => Self::Types(other.to_string()),
        }
    }
}
