//! The recipe: everything but the input itself that decides what a run's tables hold.

use super::Settings;
use crate::claim::Numbers;
use crate::pipeline::Pipeline;
use crate::table::SCHEMA_VERSION;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

/// By what a run is made. Two runs of one recipe over one input have the same tables.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipe {
    /// Version of this program, with its commit if it is a release build from a checkout.
    pub tool: String,
    /// Version of the columns.
    pub schema_version: String,
    /// Who read.
    pub reader: String,
    /// SHA-256 of what the reader knows: its lexicon or its weights.
    pub model: String,
    /// Every setting that shows in the tables.
    pub settings: BTreeMap<String, String>,
    /// The inputs as they were given.
    pub inputs: Vec<String>,
}

impl Recipe {
    /// The recipe of these settings.
    pub(super) fn of(settings: &Settings, pipeline: &Pipeline) -> Self {
        let formats: Vec<_> = settings.formats.iter().map(|format| format.ending()).collect();
        let numbers = match settings.numbers {
            Numbers::Claims => "claims",
            Numbers::All => "all",
        };
        let options = &settings.ingest;
        let settings_told = [
            ("format", formats.join(",")),
            ("numbers", numbers.to_owned()),
            ("language", settings.languages.to_string()),
            ("map", options.map.entries().join(",")),
            ("max-article-bytes", options.max_article_bytes.to_string()),
            ("max-sentence-length", settings.max_sentence_length.to_string()),
            ("spreadsheet-safe", settings.spreadsheet_safe.to_string()),
            ("no-text", settings.no_text.to_string()),
        ];
        Self {
            tool: match env!("WHOSAID_COMMIT") {
                "" => env!("CARGO_PKG_VERSION").to_owned(),
                commit => format!("{} ({commit})", env!("CARGO_PKG_VERSION")),
            },
            schema_version: SCHEMA_VERSION.to_owned(),
            reader: pipeline.reader().to_owned(),
            model: pipeline.knowledge(),
            settings: settings_told.map(|(name, value)| (name.to_owned(), value)).into(),
            inputs: settings.inputs.clone(),
        }
    }

    /// What a file says of how it was made, where it can.
    pub(super) fn told(&self) -> [(&str, &str); 3] {
        [
            ("whosaid.version", &self.tool),
            ("whosaid.reader", &self.reader),
            ("whosaid.model", &self.model),
        ]
    }

    /// What differs in `now`, with both values; empty if nothing does.
    pub fn differences(&self, now: &Recipe) -> String {
        let mut told = Vec::new();
        let mut compare = |what: &str, was: &str, is: &str| {
            if was != is {
                told.push(change(what, shown(was), shown(is)));
            }
        };
        compare("version of whosaid", &self.tool, &now.tool);
        compare("version of the columns", &self.schema_version, &now.schema_version);
        compare("reader", &self.reader, &now.reader);
        compare("model", &self.model, &now.model);
        let names = self.settings.keys().chain(now.settings.keys());
        for name in names.collect::<BTreeSet<_>>() {
            let value = |recipe: &Recipe| recipe.settings.get(name).cloned().unwrap_or_default();
            compare(&format!("setting --{name}"), &value(self), &value(now));
        }
        compare("input", &self.inputs.join(" "), &now.inputs.join(" "));
        told.join(", ")
    }
}

fn shown(value: &str) -> &str {
    if value.is_empty() { "none" } else { value }
}

/// For messages: what changed, before and after.
pub(super) fn change(what: &str, was: impl Display, is: impl Display) -> String {
    format!("{what} (was {was}, now {is})")
}
