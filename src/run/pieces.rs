//! Batches cut up anew, so that where one ends follows from the rows alone.

use arrow_array::{Array as _, RecordBatch, StringArray, cast::AsArray as _};
use arrow_schema::{DataType, SchemaRef};
use arrow_select::concat::concat_batches;
use std::sync::Arc;

/// A piece is whole at so many rows,
const ROWS: usize = 8 << 10;
/// or at so many bytes of text.
const BYTES: usize = 8 << 20;

/// Rows that wait until they are a piece.
pub(super) struct Pieces {
    columns: SchemaRef,
    waiting: Vec<RecordBatch>,
    rows: usize,
    bytes: usize,
}

impl Pieces {
    pub fn new(columns: &SchemaRef) -> Self {
        Self { columns: Arc::clone(columns), waiting: Vec::new(), rows: 0, bytes: 0 }
    }

    /// Takes rows, and hands every piece that is whole to `take`.
    pub fn push<E>(
        &mut self,
        batch: &RecordBatch,
        mut take: impl FnMut(RecordBatch) -> Result<(), E>,
    ) -> Result<(), E> {
        let is_text = |array: &&Arc<dyn arrow_array::Array>| *array.data_type() == DataType::Utf8;
        let texts: Vec<&StringArray> =
            batch.columns().iter().filter(is_text).map(|array| array.as_string()).collect();
        let mut begun = 0;
        for row in 0..batch.num_rows() {
            self.rows += 1;
            // A length is no less than nothing.
            self.bytes += texts.iter().map(|text| text.value_length(row) as usize).sum::<usize>();
            if self.rows >= ROWS || self.bytes >= BYTES {
                self.waiting.push(batch.slice(begun, row + 1 - begun));
                begun = row + 1;
                self.finish(&mut take)?;
            }
        }
        if begun < batch.num_rows() {
            self.waiting.push(batch.slice(begun, batch.num_rows() - begun));
        }
        Ok(())
    }

    /// Hands what is left to `take`, if anything is.
    pub fn finish<E>(&mut self, take: impl FnOnce(RecordBatch) -> Result<(), E>) -> Result<(), E> {
        (self.rows, self.bytes) = (0, 0);
        if self.waiting.is_empty() {
            return Ok(());
        }
        let piece = concat_batches(&self.columns, &self.waiting);
        self.waiting.clear();
        take(piece.expect("batches of one table, with text far from the end of its offsets"))
    }
}
