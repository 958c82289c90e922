//! The tables of a trace, written beside those of the run or into a folder of their own.

use super::alike::Judge;
use super::graph::{GRAPH, Graph, edges};
use super::label::{Summary, articles};
use super::runs::sentences;
use super::{Error, Family, Settings, notation};
use crate::run;
use crate::table::{
    self, DriftRow, Drifts, Encoding, Families, FamilyClaimRow, FamilyClaims, FamilyRow, Format,
    Record, Rows, SourceRow, Sources,
};
use rustc_hash::FxHashMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

const ENCODING: Encoding =
    Encoding { format: Format::Csv, spreadsheet_safe: false, no_text: false };

/// A file that takes its name when it is whole.
struct Aside {
    path: PathBuf,
    aside: PathBuf,
    out: BufWriter<File>,
}

impl Aside {
    fn new(path: PathBuf) -> Result<Self, Error> {
        let aside = path.with_added_extension("tmp");
        let file = File::create(&aside).map_err(failed(&path))?;
        Ok(Self { path, aside, out: BufWriter::with_capacity(1 << 18, file) })
    }

    fn finish(mut self) -> Result<(), Error> {
        let done = self.out.flush().and_then(|()| fs::rename(&self.aside, &self.path));
        done.map_err(failed(&self.path))
    }
}

fn failed(path: &Path) -> impl FnOnce(std::io::Error) -> Error {
    let path = path.to_owned();
    move |source| Error::Write { path, source }
}

/// A table that is being written.
struct Writer(Aside);

impl Writer {
    fn new<T: Record>(folder: &Path) -> Result<Self, Error> {
        let mut file = Aside::new(folder.join(T::TABLE.name).with_extension("csv"))?;
        let header = table::header::<T>(Format::Csv);
        file.out.write_all(&header).map_err(failed(&file.path))?;
        Ok(Self(file))
    }

    fn push<T: Record>(&mut self, row: &T::Row<'_>) -> Result<(), Error> {
        let mut rows = Rows::default();
        rows.push::<T>(ENCODING, row);
        rows.fill(ENCODING, |_| None, &mut self.0.out).map_err(failed(&self.0.path))
    }
}

/// Writes all tables, codebook and schema.
pub(super) fn write(
    settings: &Settings,
    output: &Path,
    judge: &Judge<'_>,
    found: &[Family],
) -> Result<(), Error> {
    fs::create_dir_all(output).map_err(failed(output))?;
    let sentences = wanted_sentences(settings, judge, found)?;
    let mut writers = Tables {
        judge,
        sentences: &sentences,
        families: Writer::new::<Families>(output)?,
        claims: Writer::new::<FamilyClaims>(output)?,
        sources: Writer::new::<Sources>(output)?,
        drifts: Writer::new::<Drifts>(output)?,
        graph: settings.graphml.then(Graph::default),
    };
    for family in found {
        writers.family(family)?;
    }
    if let Some(graph) = &writers.graph {
        let mut file = Aside::new(output.join(GRAPH))?;
        graph.write(&mut file.out).map_err(failed(&file.path))?;
        file.finish()?;
    }
    for writer in [writers.families, writers.claims, writers.sources, writers.drifts] {
        writer.0.finish()?;
    }
    let beside = settings.runs.iter().any(|run| same_folder(run, output));
    let format = if beside { Some(notation(&run::finished(output)?)) } else { None };
    let package = format!("{:#}\n", table::traced_datapackage(format));
    for (name, text) in [("codebook.md", table::codebook()), ("datapackage.json", package)] {
        let mut file = Aside::new(output.join(name))?;
        file.out.write_all(text.as_bytes()).map_err(failed(&file.path))?;
        file.finish()?;
    }
    Ok(())
}

fn same_folder(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

/// The sentences that the drift table shows, read again from the tables.
fn wanted_sentences(
    settings: &Settings,
    judge: &Judge<'_>,
    found: &[Family],
) -> Result<FxHashMap<String, String>, Error> {
    let drifts = found.iter().flat_map(|family| &family.drifts);
    let wanted = drifts.flat_map(|drift| [drift.claim, drift.from]);
    let mut wanted: FxHashMap<String, String> =
        wanted.map(|claim| (judge.corpus.claim_id(claim as usize), String::new())).collect();
    if !wanted.is_empty() {
        for folder in &settings.runs {
            sentences(folder, |claim_id, sentence| {
                if let Some(slot) = wanted.get_mut(claim_id) {
                    *slot = sentence.to_owned();
                }
            })?;
        }
    }
    Ok(wanted)
}

struct Tables<'a> {
    judge: &'a Judge<'a>,
    sentences: &'a FxHashMap<String, String>,
    families: Writer,
    claims: Writer,
    sources: Writer,
    drifts: Writer,
    graph: Option<Graph>,
}

impl Tables<'_> {
    fn family(&mut self, family: &Family) -> Result<(), Error> {
        let corpus = self.judge.corpus;
        let text = |text| corpus.texts.get(text);
        let claim = |at: u32| &corpus.claims[at as usize];
        let id = |at: u32| corpus.claim_id(at as usize);
        let tellings = &family.tellings;
        let (first, last) = (tellings[0].claim, tellings[tellings.len() - 1].claim);
        let family_id = format!("f:{}", id(first));
        let summary = Summary::of(corpus, family);
        self.families.push::<Families>(&FamilyRow {
            family_id: &family_id,
            label: &summary.label,
            topic: summary.topic,
            kind: claim(first).kind,
            actor: text(summary.actor),
            counted: text(summary.counted),
            unit: text(claim(first).unit),
            low: summary.low,
            high: summary.high,
            value: summary.value,
            claims: tellings.len(),
            articles: articles(corpus, tellings),
            copies: summary.copies,
            outlets: summary.outlets,
            first_date: text(corpus.doc(claim(first)).date),
            last_date: text(corpus.doc(claim(last)).date),
            origins: &summary.origins,
            origin_source: text(summary.origin_source),
            single_origin: summary.single_origin,
            denied_by: &summary.denied_by,
            drifts: family.drifts.len(),
        })?;
        for (position, telling) in tellings.iter().enumerate() {
            let claim_id = id(telling.claim);
            let doc = corpus.doc(claim(telling.claim));
            self.claims.push::<FamilyClaims>(&FamilyClaimRow {
                claim_id: &claim_id,
                family_id: &family_id,
                doc_id: &doc.id,
                doc_source: text(doc.outlet),
                doc_date: text(doc.date),
                position: position + 1,
                role: telling.role,
                from_claim_id: &telling.from.map(id).unwrap_or_default(),
                copy_of: &telling.copy_of.map(id).unwrap_or_default(),
            })?;
            for (step, edge) in
                edges(self.judge, telling, position, tellings).into_iter().enumerate()
            {
                self.sources.push::<Sources>(&SourceRow {
                    claim_id: &claim_id,
                    step: step + 1,
                    family_id: &family_id,
                    source: &edge.source.1,
                    source_kind: edge.source.0,
                    target: &edge.target.1,
                    target_kind: edge.target.0,
                    target_type: edge.target_type,
                })?;
                if let Some(graph) = &mut self.graph {
                    graph.add(edge, &claim_id);
                }
            }
        }
        for drift in &family.drifts {
            let (claim_id, from_claim_id) = (id(drift.claim), id(drift.from));
            self.drifts.push::<Drifts>(&DriftRow {
                doc_id: &corpus.doc(claim(drift.claim)).id,
                from_doc_id: &corpus.doc(claim(drift.from)).id,
                claim_id: &claim_id,
                from_claim_id: &from_claim_id,
                family_id: &family_id,
                kind: drift.change,
                sentence: &self.sentences[&claim_id],
                from_sentence: &self.sentences[&from_claim_id],
                rule: drift.rule,
            })?;
        }
        Ok(())
    }
}
