//! Tables that Python holds, by the Arrow `PyCapsule` interface: a stream of any producer.

use arrow_array::cast::AsArray as _;
use arrow_array::ffi_stream::{ArrayStreamReader, FFI_ArrowArrayStream};
use arrow_array::{Array as _, ArrayReader as _, RecordBatch, RecordBatchOptions};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use std::ffi::CStr;
use std::sync::Arc;

/// What the capsule of a stream is called.
pub const STREAM: &CStr = c"arrow_array_stream";

/// The name of the only column of a stream that is no table.
const TEXT: &str = "text";

/// Takes everything out of an object with `__arrow_c_stream__`; a stream of texts becomes a table
/// of one column.
pub fn read(object: &Bound<'_, PyAny>) -> PyResult<(SchemaRef, Vec<RecordBatch>)> {
    let capsule = object.call_method0("__arrow_c_stream__")?;
    let capsule = capsule.cast::<PyCapsule>().map_err(|_| {
        PyTypeError::new_err("__arrow_c_stream__ gives no capsule; update the library it is of")
    })?;
    let stream = capsule.pointer_checked(Some(STREAM))?.cast::<FFI_ArrowArrayStream>();
    #[expect(unsafe_code, reason = "the Arrow C stream interface is a pointer")]
    // SAFETY: a capsule of this name holds such a stream, by the PyCapsule interface of Arrow. It
    // is moved out here, and what is left in the capsule says that it was.
    let stream = unsafe { ArrayStreamReader::from_raw(stream.as_ptr()) };
    let wrong = |error: arrow_schema::ArrowError| PyValueError::new_err(error.to_string());
    let stream = stream.map_err(wrong)?;
    let field = Arc::clone(stream.field());
    let schema = match field.data_type() {
        DataType::Struct(fields) => Schema::new(fields.clone()),
        other => Schema::new(vec![Field::new(TEXT, other.clone(), true)]),
    };
    let schema = Arc::new(schema);
    let mut batches = Vec::new();
    for array in stream {
        let array = array.map_err(wrong)?;
        let rows = RecordBatchOptions::new().with_row_count(Some(array.len()));
        let columns = match array.as_struct_opt() {
            Some(rows) => rows.columns().to_vec(),
            None => vec![array],
        };
        let batch = RecordBatch::try_new_with_options(Arc::clone(&schema), columns, &rows);
        batches.push(batch.map_err(wrong)?);
    }
    Ok((schema, batches))
}
