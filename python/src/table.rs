//! The tables that were made, each a stream of Arrow to whoever asks.

use crate::source::STREAM;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{ArrayRef, LargeStringArray, RecordBatch, RecordBatchIterator};
use arrow_schema::ffi::FFI_ArrowSchema;
use arrow_schema::{ArrowError, SchemaRef};
use pyo3::exceptions::{PyImportError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict, PyList};
use std::ffi::CStr;
use std::sync::Arc;
use whosaid::run;

/// What the capsule of a schema is called.
const SCHEMA: &CStr = c"arrow_schema";

/// A table of Arrow.
#[pyclass(frozen, module = "whosaid")]
#[derive(Clone)]
pub struct Table {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

#[pymethods]
impl Table {
    /// The Arrow `PyCapsule` interface: a stream of all rows. The schema that is asked for is a
    /// wish that the interface lets a producer pass over.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        drop(requested_schema);
        let batches = self.batches.clone().into_iter().map(Ok::<_, ArrowError>);
        let reader = RecordBatchIterator::new(batches, Arc::clone(&self.schema));
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(reader)), STREAM)
    }

    /// The Arrow `PyCapsule` interface: the schema.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(&*self.schema);
        let schema = schema.map_err(|error| PyValueError::new_err(error.to_string()))?;
        PyCapsule::new_with_value(py, schema, SCHEMA)
    }

    fn __len__(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// What the table is called.
    #[getter]
    fn name(&self) -> &str {
        self.schema.metadata().get("whosaid.table").map_or("articles", String::as_str)
    }

    /// The names of the columns, in order.
    #[getter]
    fn column_names(&self) -> Vec<&str> {
        self.schema.fields().iter().map(|field| field.name().as_str()).collect()
    }

    /// What every column means, by its name.
    #[getter]
    fn meanings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let meanings = PyDict::new(py);
        for field in self.schema.fields() {
            meanings.set_item(field.name(), field.metadata().get("description"))?;
        }
        Ok(meanings)
    }

    /// What the file of this table would tell of how it was made.
    #[getter]
    fn metadata<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let metadata = PyDict::new(py);
        for (key, value) in self.schema.metadata() {
            metadata.set_item(key, value)?;
        }
        Ok(metadata)
    }

    /// A `pyarrow.Table` over the same memory.
    fn to_arrow<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        library(slf.py(), "pyarrow")?.call_method1("table", (slf,))
    }

    /// A pandas frame over the same memory: its columns have the types of Arrow, so that whole
    /// numbers stay whole where some are missing.
    fn to_pandas<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let types = library(slf.py(), "pandas")?.getattr("ArrowDtype")?;
        let options = PyDict::new(slf.py());
        options.set_item("types_mapper", types)?;
        Self::to_arrow(slf)?.call_method("to_pandas", (), Some(&options))
    }

    /// A Polars frame.
    fn to_polars<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        library(slf.py(), "polars")?.call_method1("DataFrame", (slf,))
    }

    fn __repr__(&self) -> String {
        let (name, rows, columns) = (self.name(), self.__len__(), self.schema.fields().len());
        format!("<whosaid.Table {name}: {rows} rows, {columns} columns>")
    }
}

/// A library that is there if whoever calls uses it.
fn library<'py>(py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyModule>> {
    py.import(name).map_err(|cause| {
        let error = PyImportError::new_err(format!("{name} is not installed: pip install {name}"));
        error.set_cause(py, Some(cause));
        error
    })
}

impl From<run::Batches> for Table {
    fn from(run::Batches { schema, batches }: run::Batches) -> Self {
        Self { schema, batches }
    }
}

/// The tables of some articles.
#[pyclass(frozen, get_all, module = "whosaid")]
pub struct Tables {
    claims: Table,
    attributions: Table,
    sentences: Table,
    documents: Table,
    rejects: Table,
}

impl From<run::Tables> for Tables {
    fn from(tables: run::Tables) -> Self {
        let run::Tables { claims, attributions, sentences, documents, rejects, .. } = tables;
        Self {
            claims: claims.into(),
            attributions: attributions.into(),
            sentences: sentences.into(),
            documents: documents.into(),
            rejects: rejects.into(),
        }
    }
}

#[pymethods]
impl Tables {
    fn __repr__(&self) -> String {
        let tables =
            [&self.claims, &self.attributions, &self.sentences, &self.documents, &self.rejects];
        let told = tables.map(|table| format!("{} {}", table.__len__(), table.name()));
        format!("<whosaid.Tables: {}>", told.join(", "))
    }
}

/// A table of columns that are lists of texts, in which None is a missing one.
#[pyfunction]
pub fn columns(lists: Vec<(String, Bound<'_, PyList>)>) -> PyResult<Table> {
    let mut arrays = Vec::new();
    for (name, list) in lists {
        let texts: Vec<Option<String>> = list.extract()?;
        let texts: LargeStringArray = texts.into_iter().collect();
        arrays.push((name, Arc::new(texts) as ArrayRef, true));
    }
    let batch = RecordBatch::try_from_iter_with_nullable(arrays);
    let batch = batch.map_err(|error| PyValueError::new_err(error.to_string()))?;
    Ok(Table { schema: batch.schema(), batches: vec![batch] })
}
