//! The codebook: what every column of every table means.

use super::{SCHEMA_VERSION, Type, all_schemas};
use serde_json::{Value, json};
use std::fmt::Write;

/// What a type is called in the codebook and in `datapackage.json`.
pub(super) fn type_name(ty: Type) -> &'static str {
    match ty {
        Type::Text | Type::Label(_) => "string",
        Type::Integer => "integer",
        Type::Number => "number",
        Type::Boolean => "boolean",
    }
}

const CONVENTIONS: &str = "\
Files are UTF-8 without a byte order mark. In CSV files cells are quoted as RFC 4180 says, lines \
end with LF, an empty cell is a missing value, booleans are `true` and `false`, and numbers have a \
decimal point and no exponent. In JSONL files a missing value is `null`.

Offsets count Unicode code points from 0 in the `text` of the article (table `documents`), end \
exclusive: in Python `text[start:end]`, in R `stringi::stri_sub(text, start + 1, end)`.

A row of `claims` is a claim in an article, not an event in the world: the same event may be \
claimed in many articles and with many numbers, so rows must not be added up as if they were \
events. `duplicate_of` in `documents` marks articles that repeat another one.

With `--no-text` the columns marked * are empty: no words of the articles leave the run, but \
offsets, hashes, source, date and address do. With `--spreadsheet-safe` a text cell that starts with \
`=`, `+`, `-`, `@`, a tab or a carriage return, or with apostrophes before one of these, has an \
apostrophe before it in CSV files.
";

/// The codebook as Markdown.
pub fn codebook() -> String {
    let mut text = format!("# Codebook\n\nSchema version {SCHEMA_VERSION}.\n\n{CONVENTIONS}");
    let mut line = |args: std::fmt::Arguments<'_>| {
        text.write_fmt(args).expect("a string takes everything");
    };
    for schema in all_schemas() {
        line(format_args!("\n## {}\n\nA row is {}.", schema.name, schema.row_is));
        if !schema.key.is_empty() {
            line(format_args!(" Key: {}.", schema.key.join(", ")));
        }
        line(format_args!("\n\n| column | type | meaning |\n| --- | --- | --- |\n"));
        for field in &schema.fields {
            let mark = if field.quotes { "*" } else { "" };
            let ty = type_name(field.ty);
            line(format_args!("| {}{mark} | {ty} | {}", field.name, field.meaning));
            let mut labels = field.ty.labels().peekable();
            if labels.peek().is_some() {
                let names: Vec<_> = labels.map(|(name, _)| name).collect();
                line(format_args!(": {}", names.join(", ")));
            }
            line(format_args!(" |\n"));
        }
        for foreign in &schema.foreign_keys {
            let table = if foreign.table.is_empty() { schema.name } else { foreign.table };
            let (here, there) = (foreign.columns.join(", "), foreign.refer_to.join(", "));
            line(format_args!("\n`{here}` refers to `{there}` in `{table}`.\n"));
        }
    }
    line(format_args!("\n## Labels\n"));
    let mut told: Vec<(&str, Option<&str>)> = Vec::new();
    for (table, field) in all_schemas()
        .iter()
        .flat_map(|schema| schema.fields.iter().map(|field| (schema.name, *field)))
    {
        // One name may have a list of its own in another table.
        let list = (field.name, field.ty.labels().next().map(|(label, _)| label));
        if list.1.is_none() || told.contains(&list) {
            continue;
        }
        let place = if told.iter().any(|(name, _)| *name == field.name) {
            format!(" in {table}")
        } else {
            String::new()
        };
        told.push(list);
        line(format_args!("\n### {}{place}\n\n| label | meaning |\n| --- | --- |\n", field.name));
        for (name, meaning) in field.ty.labels() {
            line(format_args!("| {name} | {meaning} |\n"));
        }
    }
    text
}

/// The codebook as JSON: one object a column, as a table of columns.
pub fn codebook_json() -> Value {
    let columns = all_schemas().into_iter().flat_map(|schema| {
        schema.fields.into_iter().map(move |field| {
            let labels: serde_json::Map<_, _> =
                field.ty.labels().map(|(name, meaning)| (name.into(), meaning.into())).collect();
            json!({
                "table": schema.name,
                "column": field.name,
                "type": type_name(field.ty),
                "meaning": field.meaning,
                "labels": labels,
                "left_out_by_no_text": field.quotes,
            })
        })
    });
    json!({ "schema_version": SCHEMA_VERSION, "columns": columns.collect::<Vec<_>>() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_explained_without_breaking_its_table() {
        let text = codebook();
        for schema in all_schemas() {
            for field in schema.fields {
                assert!(text.contains(&format!("| {}", field.name)));
                assert!(!field.meaning.is_empty() && !field.meaning.contains(['|', '\n']));
            }
        }
    }
}
