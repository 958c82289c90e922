//! **Text in; who said which number out, each with its place.**
//!
//! `whosaid` reads news articles and finds every numeric claim in them, what is
//! counted, and the attribution that carries it. Data flows one way:
//!
//! ```text
//! ingest -> clean -> sentences -> quantities -> reading -> attributions -> claims -> tables
//! raw file  Document  [Sentence]  [Quantity]    Reading    [Attribution]   [Claim]    CSV, Parquet
//! ```
//!
//! ```
//! use whosaid::{Pipeline, clean::clean, ingest::Raw};
//!
//! let doc = clean(Raw::text("a1", "Up to 300 boats sank, the coast guard said."))?;
//! let findings = Pipeline::default().read(&doc)?;
//!
//! let claim = &findings.claims[0];
//! let quantity = &findings.quantities[claim.quantity];
//! let attribution = &findings.attributions[claim.attribution.expect("somebody says it")];
//! assert_eq!(doc.slice(quantity.span), "300");
//! assert_eq!(quantity.modifier.as_str(), "at_most");
//! assert_eq!(attribution.source.map(|span| doc.slice(span)), Some("the coast guard"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Each arrow is a module of this crate, and nothing downstream changes anything
//! upstream. [`pipeline::Pipeline`] holds the stages in the only order their types allow.
//!
//! Inside the crate places are half-open *byte* ranges ([`Span`]) of a
//! [`Document`]'s text; they become Unicode code points where they enter a table.

pub mod attribution;
mod calendar;
pub mod claim;
pub mod clean;
pub mod cli;
pub mod convert;
pub mod document;
pub mod encoder;
pub mod eval;
pub mod explain;
pub mod findings;
pub mod gold;
pub mod grammar;
pub mod ingest;
pub mod labels;
pub mod pipeline;
pub mod quantity;
pub mod quotation;
pub mod reading;
pub mod report;
pub mod run;
pub mod sentence;
mod sorted;
#[cfg(test)]
mod spent;
pub mod table;
pub mod trace;
pub mod train;

pub use document::{Document, Meta, Region, Span};
pub use findings::{Arguments, Attribution, Claim, Findings, Number, Quantity, Rule, Sentence};
pub use pipeline::Pipeline;
