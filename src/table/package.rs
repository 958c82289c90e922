//! `datapackage.json`: the tables' schema for programs, by the Frictionless Table Schema.
//!
//! It tells types, so that no reader need guess them.

use super::codebook::type_name;
use super::{Field, Format, SCHEMA_VERSION, Schema, schemas, trace_schemas};
use serde_json::{Map, Value, json};

/// Its name in a folder.
pub const PACKAGE: &str = "datapackage.json";

/// The property of a table of `trace` that says whether its cells were made safe.
const SPREADSHEET_SAFE: &str = "spreadsheet_safe";

/// Whether the tables of `trace` in a folder of this description were made safe for spreadsheets.
pub fn is_spreadsheet_safe(package: &Value) -> bool {
    let resources = package["resources"].as_array();
    resources.is_some_and(|all| all.iter().any(|resource| resource[SPREADSHEET_SAFE] == true))
}

/// The description of a run's tables in `format`.
pub fn datapackage(format: Format) -> Value {
    package(schemas().iter().map(|schema| resource(schema, format)).collect())
}

/// The description of the tables of `trace`, which are CSV, beside those of a run in `run`, or
/// alone; `spreadsheet_safe`: whether cells that a spreadsheet would run begin with an apostrophe.
pub fn traced_datapackage(run: Option<Format>, spreadsheet_safe: bool) -> Value {
    let mut resources: Vec<Value> = run.map_or_else(Vec::new, |format| {
        schemas().iter().map(|schema| resource(schema, format)).collect()
    });
    let mut traced = trace_schemas();
    if run.is_none() {
        let own: Vec<_> = traced.iter().map(|schema| schema.name).collect();
        for schema in &mut traced {
            schema.foreign_keys.retain(|key| own.contains(&key.table));
        }
    }
    resources.extend(traced.iter().map(|schema| {
        let mut resource = resource(schema, Format::Csv);
        resource[SPREADSHEET_SAFE] = json!(spreadsheet_safe);
        resource
    }));
    package(resources)
}

fn package(resources: Vec<Value>) -> Value {
    json!({
        "profile": "tabular-data-package",
        "name": "whosaid-run",
        "title": "Numeric claims in news articles, and who made them",
        "description": "Written by whosaid; codebook.md says more. Offsets count Unicode code \
                        points from 0, end exclusive.",
        "version": SCHEMA_VERSION,
        "resources": resources,
    })
}

fn resource(schema: &Schema, format: Format) -> Value {
    let mut resource = json!({
        "profile": "tabular-data-resource",
        "name": schema.name,
        "path": format!("{}.{}", schema.name, format.ending()),
        "description": format!("A row is {}.", schema.row_is),
        "encoding": "utf-8",
        "schema": table_schema(schema),
    });
    match format {
        Format::Csv => {
            resource["format"] = json!("csv");
            resource["mediatype"] = json!("text/csv");
            resource["dialect"] = json!({
                "delimiter": ",", "lineTerminator": "\n", "quoteChar": "\"",
                "doubleQuote": true, "header": true,
            });
        }
        Format::Jsonl => {
            resource["format"] = json!("jsonl");
            resource["mediatype"] = json!("application/jsonl");
        }
        Format::Parquet => {
            resource["format"] = json!("parquet");
            resource["mediatype"] = json!("application/vnd.apache.parquet");
        }
    }
    resource
}

fn table_schema(schema: &Schema) -> Value {
    let fields: Vec<_> = schema.fields.iter().map(|field| column(field, schema)).collect();
    let mut object = json!({ "fields": fields, "missingValues": [""] });
    if !schema.key.is_empty() {
        object["primaryKey"] = json!(schema.key);
    }
    if !schema.foreign_keys.is_empty() {
        let keys = schema.foreign_keys.iter().map(|key| {
            json!({
                "fields": key.columns,
                "reference": { "resource": key.table, "fields": key.refer_to },
            })
        });
        object["foreignKeys"] = keys.collect();
    }
    object
}

fn column(field: &Field, schema: &Schema) -> Value {
    let mut constraints = Map::new();
    let labels: Vec<_> = field.ty.labels().map(|(name, _)| name).collect();
    if !labels.is_empty() {
        constraints.insert("enum".to_owned(), json!(labels));
    }
    if schema.key == [field.name] {
        constraints.insert("required".to_owned(), json!(true));
        constraints.insert("unique".to_owned(), json!(true));
    }
    let mut object = json!({
        "name": field.name,
        "type": type_name(field.ty),
        "description": field.meaning,
    });
    if !constraints.is_empty() {
        object["constraints"] = Value::Object(constraints);
    }
    object
}
