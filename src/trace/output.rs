//! The tables of a trace, written beside those of the run or into a folder of their own.

use super::alike::Judge;
use super::drift::{self, Drift};
use super::families;
use super::graph::{Edge, GRAPH, Graph, edges};
use super::label::Summary;
use super::lineage::{self, Telling};
use super::runs::sentences;
use super::{Error, Settings, Traced};
use crate::run::create;
use crate::run::rows::Finished;
use crate::table::{
    self, DriftRow, Drifts, Encoding, Families, FamilyClaimRow, FamilyClaims, FamilyRow, Format,
    PACKAGE, Record, Rows, SourceRow, Sources,
};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// A file that takes its name when it is whole.
struct Aside {
    path: PathBuf,
    aside: PathBuf,
    out: BufWriter<File>,
}

impl Aside {
    fn new(path: PathBuf) -> Result<Self, Error> {
        let aside = path.with_added_extension("tmp");
        let file = create(&aside).map_err(failed(&path))?;
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
struct Writer {
    file: Aside,
    encoding: Encoding,
}

impl Writer {
    fn new<T: Record>(folder: &Path, spreadsheet_safe: bool) -> Result<Self, Error> {
        let mut file = Aside::new(folder.join(T::TABLE.name).with_extension("csv"))?;
        let header = table::header::<T>(Format::Csv);
        file.out.write_all(&header).map_err(failed(&file.path))?;
        let encoding = Encoding { format: Format::Csv, spreadsheet_safe, no_text: false };
        Ok(Self { file, encoding })
    }

    fn push<T: Record>(&mut self, row: &T::Row<'_>) -> Result<(), Error> {
        let mut rows = Rows::default();
        rows.push::<T>(self.encoding, row);
        let Aside { path, out, .. } = &mut self.file;
        rows.fill(self.encoding, |_| None, out).map_err(failed(path))
    }
}

/// Families that are worked on at once.
const CHUNK: usize = 4096;

/// A family, worked out.
struct Family {
    tellings: Vec<Telling>,
    /// By telling.
    edges: Vec<Vec<Edge>>,
    drifts: Vec<Drift>,
    summary: Summary,
}

impl Family {
    fn of(judge: &Judge<'_>, claims: &[u32]) -> Self {
        let tellings = lineage::lineage(judge, claims);
        Self {
            edges: edges(judge, &tellings),
            drifts: drift::drift(judge, &tellings),
            summary: Summary::of(judge.corpus, &tellings),
            tellings,
        }
    }
}

/// Works out all families and writes all tables, codebook and schema.
pub(super) fn write(
    settings: &Settings,
    output: &Path,
    judge: &Judge<'_>,
    families: &families::Families,
) -> Result<Traced, Error> {
    fs::create_dir_all(output).map_err(failed(output))?;
    let runs: Vec<_> =
        settings.runs.iter().map(|run| Finished::open(run)).collect::<Result<_, _>>()?;
    // What is safe of the one and not of the other is not safe.
    let safe = runs.iter().any(Finished::is_spreadsheet_safe);
    let mut writers = Tables {
        judge,
        families: Writer::new::<Families>(output, safe)?,
        claims: Writer::new::<FamilyClaims>(output, safe)?,
        sources: Writer::new::<Sources>(output, safe)?,
        graph: settings.graphml.then(Graph::default),
    };
    let families = families.heaviest_first(judge.corpus);
    let mut drifts = Vec::new();
    for chunk in families.chunks(CHUNK) {
        let chunk: Vec<Family> = chunk.par_iter().map(|claims| Family::of(judge, claims)).collect();
        for family in chunk {
            writers.family(&family)?;
            let first = family.tellings[0].claim;
            drifts.extend(family.drifts.into_iter().map(|drift| (first, drift)));
        }
    }
    write_drifts(settings, output, judge, &drifts, safe)?;
    if let Some(graph) = &writers.graph {
        let mut file = Aside::new(output.join(GRAPH))?;
        graph.write(&mut file.out).map_err(failed(&file.path))?;
        file.finish()?;
    }
    for writer in [writers.families, writers.claims, writers.sources] {
        writer.file.finish()?;
    }
    let beside = runs.iter().find(|run| same_folder(&run.folder, output));
    let package = table::traced_datapackage(beside.map(|run| run.format), safe);
    let package = format!("{package:#}\n");
    for (name, text) in [("codebook.md", table::codebook()), (PACKAGE, package)] {
        let mut file = Aside::new(output.join(name))?;
        file.out.write_all(text.as_bytes()).map_err(failed(&file.path))?;
        file.finish()?;
    }
    Ok(Traced {
        output: output.to_owned(),
        articles: judge.corpus.docs.len(),
        claims: judge.corpus.claims.len(),
        families: families.iter().filter(|claims| claims.len() > 1).count(),
        drifts: drifts.len(),
    })
}

/// The families table names each by its first claim.
fn family_id(judge: &Judge<'_>, first: u32) -> String {
    format!("f:{}", judge.corpus.claim_id(first as usize))
}

fn write_drifts(
    settings: &Settings,
    output: &Path,
    judge: &Judge<'_>,
    drifts: &[(u32, Drift)],
    spreadsheet_safe: bool,
) -> Result<(), Error> {
    let corpus = judge.corpus;
    let sentences = wanted_sentences(settings, judge, drifts)?;
    let mut table = Writer::new::<Drifts>(output, spreadsheet_safe)?;
    for (first, drift) in drifts {
        let [claim, from] = [drift.claim, drift.from].map(|at| {
            let id = corpus.claim_id(at as usize);
            let doc = corpus.doc(&corpus.claims[at as usize]).id;
            (corpus.texts.get(doc), &sentences[&id], id)
        });
        table.push::<Drifts>(&DriftRow {
            doc_id: claim.0,
            from_doc_id: from.0,
            claim_id: &claim.2,
            from_claim_id: &from.2,
            family_id: &family_id(judge, *first),
            kind: drift.change,
            sentence: claim.1,
            from_sentence: from.1,
            rule: drift.rule,
        })?;
    }
    table.file.finish()
}

fn same_folder(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

/// The sentences that the drift table shows, read again from the tables.
fn wanted_sentences(
    settings: &Settings,
    judge: &Judge<'_>,
    drifts: &[(u32, Drift)],
) -> Result<FxHashMap<String, String>, Error> {
    let wanted = drifts.iter().flat_map(|(_, drift)| [drift.claim, drift.from]);
    let mut wanted: FxHashMap<String, String> =
        wanted.map(|claim| (judge.corpus.claim_id(claim as usize), String::new())).collect();
    if !wanted.is_empty() {
        for folder in &settings.runs {
            sentences(folder, |claim_id, sentence| {
                if let Some(slot) = wanted.get_mut(claim_id) {
                    *slot = sentence;
                }
            })?;
        }
    }
    Ok(wanted)
}

struct Tables<'a> {
    judge: &'a Judge<'a>,
    families: Writer,
    claims: Writer,
    sources: Writer,
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
        let family_id = family_id(self.judge, first);
        let summary = &family.summary;
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
            articles: summary.articles,
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
                doc_id: text(doc.id),
                doc_source: text(doc.outlet),
                doc_date: text(doc.date),
                position: position + 1,
                role: telling.role,
                from_claim_id: &telling.from.map(id).unwrap_or_default(),
                copy_of: &telling.copy_of.map(id).unwrap_or_default(),
            })?;
            for (step, edge) in family.edges[position].iter().enumerate() {
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
                    graph.add(edge.clone(), &claim_id);
                }
            }
        }
        Ok(())
    }
}
