//! The files of a run that grow with it: every table in every notation, the findings, and the
//! listing of the input.

use super::inputs::INPUTS;
use super::recipe::Recipe;
use crate::table::{
    self, Attributions, Claims, Documents, Encoding, Format, Record, Rejects, Rows, Sentences,
};
use arrow_schema::SchemaRef;

/// A file that grows as articles are read.
#[derive(Clone, Debug)]
pub(super) struct Sheet {
    /// Its name in the run folder.
    pub name: String,
    /// Its first line, if it has a header.
    pub header: Vec<u8>,
    /// Its columns, if it is Parquet: in a shard it is a stream of Arrow batches then.
    pub columns: Option<SchemaRef>,
}

/// The files of a run by this recipe; [`Page::tables`] gives their rows in the same order, and the
/// listing of the input is the last.
pub(super) fn sheets(formats: &[Format], recipe: &Recipe) -> Vec<Sheet> {
    fn sheet<T: Record>(format: Format, recipe: &Recipe) -> Sheet {
        let name = file_name(T::TABLE.name, format);
        let is_parquet = format == Format::Parquet;
        let columns = is_parquet.then(|| table::schema::<T>().arrow(&recipe.told()));
        Sheet { name, header: table::header::<T>(format), columns }
    }
    let mut sheets = Vec::new();
    for &format in formats {
        sheets.extend([
            sheet::<Claims>(format, recipe),
            sheet::<Attributions>(format, recipe),
            sheet::<Sentences>(format, recipe),
            sheet::<Documents>(format, recipe),
            sheet::<Rejects>(format, recipe),
        ]);
    }
    if formats.contains(&Format::Jsonl) {
        sheets.push(Sheet { name: FINDINGS.to_owned(), header: Vec::new(), columns: None });
    }
    sheets.push(Sheet { name: INPUTS.to_owned(), header: Vec::new(), columns: None });
    sheets
}

fn file_name(table: &str, format: Format) -> String {
    format!("{table}.{}", format.ending())
}

/// The names of every table file that a run may have.
pub(super) fn names() -> impl Iterator<Item = String> {
    let tables = table::schemas().map(|schema| schema.name);
    let files = Format::ALL.iter().flat_map(move |&f| tables.map(|table| file_name(table, f)));
    files.chain([FINDINGS.to_owned(), INPUTS.to_owned()])
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
