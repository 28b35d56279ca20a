//! What a row can be: what that is called, how the row counts, and what its cells are. A further kind of row is a line here, and the
//! line of the table that tells when a row is one.

use crate::text::Bilingual;

/// What a row was taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// A row of data.
    Record,
    /// Nothing is in it, or an ordinal alone.
    Blank,
    /// Names the section below it.
    Section,
    /// `(1) (2) (3)`.
    ColumnNumbers,
    /// The header again, or a further row of it.
    RepeatedHeader,
    /// Goes on with the record above, and is read as part of it.
    Joined,
    /// Shows how to fill a row: «Ví dụ».
    Sample,
    /// Of another list below the table, with a header of its own.
    OtherList,
    /// «Tổng cộng».
    Total,
    /// «Ghi chú: …» and other text below the table.
    Note,
    /// «Nơi nhận», «TM. ỦY BAN NHÂN DÂN» and what follows it.
    Signature,
    /// What is none of these, such as a single cell far below.
    Stray,
}

/// How a row counts among the rows below a header, see [`super::super::RowCounts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountsAs {
    /// Data.
    Record,
    /// Nothing.
    Blank,
    /// What explains the rows below it.
    Heading,
    /// No record, whatever it holds.
    Other,
}

/// What the cells of a row are, see [`super::super::CellCounts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellsAre {
    /// Entries of a record, where their column is read.
    Entries,
    /// Headings.
    Headings,
    /// Told as what the row is.
    Told,
    /// Not read, which a finding says.
    Unread,
}

impl RowKind {
    /// What it is called, how it counts, what its cells are.
    const fn line(self) -> ([&'static str; 2], CountsAs, CellsAre) {
        use CellsAre::{Entries, Headings, Told, Unread};
        use CountsAs::{Blank, Heading, Other, Record};
        match self {
            Self::Record => (["dữ liệu", "record"], Record, Entries),
            Self::Blank => (["trống", "blank"], Blank, Told),
            Self::Section => (["mục", "section"], Heading, Headings),
            Self::ColumnNumbers => (["số cột", "column numbers"], Heading, Headings),
            Self::RepeatedHeader => (["tiêu đề", "header"], Heading, Headings),
            Self::Joined => (["nối dòng trên", "joined"], Other, Entries),
            Self::Sample => (["ví dụ", "sample"], Other, Told),
            Self::OtherList => (["danh mục khác", "another list"], Other, Unread),
            Self::Total => (["tổng cộng", "total"], Other, Told),
            Self::Note => (["ghi chú", "note"], Other, Told),
            Self::Signature => (["phần ký", "signature"], Other, Told),
            Self::Stray => (["ngoài biểu", "stray"], Other, Unread),
        }
    }

    /// What such a row is called.
    pub const fn named(self) -> Bilingual {
        let ([vi, en], ..) = self.line();
        Bilingual::new(vi, en)
    }

    /// How such a row counts.
    pub const fn counts_as(self) -> CountsAs {
        self.line().1
    }

    /// What the cells of such a row are.
    pub const fn cells_are(self) -> CellsAre {
        self.line().2
    }
}
