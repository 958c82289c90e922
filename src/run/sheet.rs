//! The files of a run that grow with it: every table in every notation, and the findings.

use crate::table::{
    self, Attributions, Claims, Documents, Encoding, Format, Record, Rejects, Rows, Sentences,
};

/// A file that grows as articles are read.
#[derive(Clone, Debug)]
pub(super) struct Sheet {
    /// Its name in the run folder.
    pub name: String,
    /// Its first line, if it has a header.
    pub header: Vec<u8>,
}

/// The files of a run in these formats; [`Page::tables`] gives their rows in the same order.
pub(super) fn sheets(formats: &[Format]) -> Vec<Sheet> {
    fn sheet<T: Record>(format: Format) -> Sheet {
        let name = format!("{}.{}", T::TABLE.name, format.ending());
        Sheet { name, header: table::header::<T>(format) }
    }
    let mut sheets = Vec::new();
    for &format in formats {
        sheets.extend([
            sheet::<Claims>(format),
            sheet::<Attributions>(format),
            sheet::<Sentences>(format),
            sheet::<Documents>(format),
            sheet::<Rejects>(format),
        ]);
    }
    if formats.contains(&Format::Jsonl) {
        sheets.push(Sheet { name: FINDINGS.to_owned(), header: Vec::new() });
    }
    sheets
}

/// One document a line, in the gold shape.
const FINDINGS: &str = "findings.jsonl";

/// Rows of one notation, table by table.
#[derive(Debug)]
pub(super) struct Page {
    pub encoding: Encoding,
    pub claims: Rows,
    pub attributions: Rows,
    pub sentences: Rows,
    pub documents: Rows,
    pub rejects: Rows,
    /// Only in JSONL.
    pub findings: Rows,
}

impl Page {
    pub fn new(encoding: Encoding) -> Self {
        Self {
            encoding,
            claims: Rows::default(),
            attributions: Rows::default(),
            sentences: Rows::default(),
            documents: Rows::default(),
            rejects: Rows::default(),
            findings: Rows::default(),
        }
    }

    /// The rows of all tables, in the order of [`sheets`].
    pub fn tables(&self) -> [&Rows; 5] {
        [&self.claims, &self.attributions, &self.sentences, &self.documents, &self.rejects]
    }

    /// Every set of rows there is, to rewind.
    pub fn all_mut(&mut self) -> [&mut Rows; 6] {
        [
            &mut self.claims,
            &mut self.attributions,
            &mut self.sentences,
            &mut self.documents,
            &mut self.rejects,
            &mut self.findings,
        ]
    }
}
