//! Parquet out holds what CSV holds; Parquet in is read as CSV is.

use super::{assert_done, assert_refused, corpus, extract, files, newsroom, said, table, whosaid};
use arrow_array::builder::{Int64Builder, StringDictionaryBuilder};
use arrow_array::types::{Float64Type, Int8Type, Int64Type};
use arrow_array::{
    Array, ArrayRef, Date32Array, RecordBatch, StringArray, StringViewArray,
    TimestampMicrosecondArray, cast::AsArray as _,
};
use arrow_schema::{DataType, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::file::metadata::{
    ParquetMetaDataReader, ParquetMetaDataWriter, RowGroupMetaDataBuilder,
};
use parquet::file::properties::WriterProperties;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;
use tempfile::tempdir;

const TABLES: [&str; 5] = ["claims", "attributions", "sentences", "documents", "rejects"];

pub(super) fn read(path: &Path) -> (SchemaRef, Vec<RecordBatch>) {
    let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap();
    let schema = Arc::clone(reader.schema());
    (schema, reader.build().unwrap().map(Result::unwrap).collect())
}

/// A cell as CSV writes it.
fn shown(array: &dyn Array, row: usize) -> String {
    if array.is_null(row) {
        return String::new();
    }
    match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().value(row).to_owned(),
        DataType::Int64 => array.as_primitive::<Int64Type>().value(row).to_string(),
        DataType::Float64 => array.as_primitive::<Float64Type>().value(row).to_string(),
        DataType::Boolean => array.as_boolean().value(row).to_string(),
        other => panic!("no column is {other}"),
    }
}

pub(super) fn rows(batches: &[RecordBatch]) -> Vec<BTreeMap<String, String>> {
    let mut rows = Vec::new();
    for batch in batches {
        let schema = batch.schema();
        rows.extend((0..batch.num_rows()).map(|row| {
            let cells = schema.fields().iter().zip(batch.columns());
            cells.map(|(field, array)| (field.name().clone(), shown(array, row))).collect()
        }));
    }
    rows
}

#[test]
fn parquet_holds_every_cell_of_the_csv_tables_and_what_its_columns_mean() {
    let dir = tempdir().unwrap();
    let input = dir.path().join("in");
    fs::create_dir(&input).unwrap();
    for entry in fs::read_dir(newsroom()).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, input.join(path.file_name().unwrap())).unwrap();
    }
    let twice = fs::read_dir(&input).unwrap().next().unwrap().unwrap().path();
    fs::copy(twice, input.join("zz-copy.txt")).unwrap();
    fs::write(input.join("empty.txt"), "").unwrap();
    let run = dir.path().join("out");
    assert_done(&extract(&input, &run, &["--format", "csv,parquet"]));
    for name in TABLES {
        let (schema, batches) = read(&run.join(name).with_extension("parquet"));
        let csv = table(&run, name);
        assert!(!csv.is_empty(), "{name}");
        assert_eq!(rows(&batches), csv, "{name}");
        let header = fs::read_to_string(run.join(name).with_extension("csv")).unwrap();
        let columns: Vec<_> = schema.fields().iter().map(|field| field.name().as_str()).collect();
        assert_eq!(header.lines().next().unwrap(), columns.join(","));
        assert!(schema.fields().iter().all(|field| !field.metadata()["description"].is_empty()));
        assert_eq!(schema.metadata()["whosaid.table"], name);
        assert_eq!(schema.metadata()["whosaid.reader"], "lexicon");
        assert_eq!(schema.metadata()["whosaid.model"].len(), 64);
    }
    assert!(table(&run, "documents").iter().any(|row| !row["duplicate_of"].is_empty()));
}

#[test]
fn parquet_has_the_same_bytes_for_any_threads_and_shards() {
    let dir = tempdir().unwrap();
    let input = corpus(dir.path(), 1_500);
    let mut first = None;
    for (threads, shard) in [("1", "1000"), ("2", "37"), ("7", "700")] {
        let run = dir.path().join(format!("out-{threads}-{shard}"));
        let more = ["-j", threads, "--shard-size", shard, "--format", "parquet"];
        assert_done(&extract(&input, &run, &more));
        let files = files(&run);
        assert_eq!(
            files.len(),
            8,
            "five tables, codebook, schema, list of inputs: {:?}",
            files.keys()
        );
        assert!(*first.get_or_insert_with(|| files.clone()) == files, "-j {threads} {shard}");
    }
    let again = extract(&input, &dir.path().join("out-1-1000"), &["--format", "parquet"]);
    assert!(said(&again).contains("already complete"), "{}", said(&again));
}

pub(super) fn write<const N: usize>(path: &Path, columns: [(&str, ArrayRef); N], group: usize) {
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let settings = WriterProperties::builder().set_max_row_group_row_count(Some(group)).build();
    let file = File::create(path).unwrap();
    let mut writer = ArrowWriter::try_new(file, batch.schema(), Some(settings)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
}

#[test]
fn columns_of_many_types_become_articles() {
    let dir = tempdir().unwrap();
    let input = dir.path().join("posts.parquet");
    let mut outlets = StringDictionaryBuilder::<Int8Type>::new();
    for outlet in ["The Karst Post", "Lesna Daily", "The Karst Post"] {
        outlets.append_value(outlet);
    }
    let mut ids = Int64Builder::new();
    ids.append_slice(&[11, 12, 13]);
    let texts = [Some("Six men left on Friday."), None, Some("Seven boats sank, police said.")];
    let noon = 1_714_564_800_000_000_i64;
    write(
        &input,
        [
            ("key", Arc::new(ids.finish())),
            ("body", Arc::new(StringViewArray::from_iter(texts))),
            ("outlet", Arc::new(outlets.finish())),
            ("published", Arc::new(Date32Array::from(vec![19_844, 19_845, 19_846]))),
            (
                "seen",
                Arc::new(TimestampMicrosecondArray::from(vec![noon, 0, noon - 43_200_000_000])),
            ),
        ],
        2,
    );
    let run = dir.path().join("out");
    assert_done(&extract(&input, &run, &["--map", "id=key"]));
    let documents = table(&run, "documents");
    let told = |column: &str| -> Vec<&str> { documents.iter().map(|row| &*row[column]).collect() };
    assert_eq!(told("doc_id"), ["11", "13"]);
    assert_eq!(told("source"), ["The Karst Post", "The Karst Post"]);
    assert_eq!(told("date"), ["2024-05-01", "2024-05-03"]);
    assert_eq!(table(&run, "rejects")[0]["record"], "2");

    let run = dir.path().join("seen");
    assert_done(&extract(&input, &run, &["--map", "date=seen"]));
    let dates: Vec<_> = table(&run, "documents").iter().map(|row| row["date"].clone()).collect();
    assert_eq!(dates, ["2024-05-01T12:00:00", "2024-05-01"]);
}

#[test]
fn a_run_in_parquet_can_be_read_again() {
    let dir = tempdir().unwrap();
    let input = corpus(dir.path(), 40);
    let (first, second) = (dir.path().join("first"), dir.path().join("second"));
    assert_done(&extract(&input, &first, &["--format", "csv,parquet"]));
    assert_done(&extract(&first.join("documents.parquet"), &second, &[]));
    assert_eq!(table(&second, "claims"), table(&first, "claims"));

    let third = dir.path().join("third");
    assert_done(&extract(&input, &third, &["--format", "parquet"]));
    let explained = whosaid()
        .args(["explain", "--reader", "lexicon", "--id", "n7"])
        .arg(&third)
        .output()
        .unwrap();
    assert_done(&explained);
    assert!(String::from_utf8_lossy(&explained.stdout).contains("52 soldiers"));
}

#[test]
fn a_table_of_parquet_that_was_changed_is_told() {
    let dir = tempdir().unwrap();
    let run = dir.path().join("out");
    assert_done(&extract(&corpus(dir.path(), 4), &run, &["--format", "parquet"]));
    let claims = run.join("claims.parquet");
    let mut bytes = fs::read(&claims).unwrap();
    // As long as before, so that the manifest has nothing against it.
    let end = bytes.len();
    bytes[end - 40..end - 8].fill(0xff);
    fs::write(&claims, bytes).unwrap();
    let traced = whosaid().arg("trace").arg(&run).output().unwrap();
    assert_refused(&traced, &["claims.parquet", "--fresh"]);
}

/// Flips bytes in the middle of a row group's text.
#[test]
fn a_damaged_row_group_is_rejected_by_name_and_the_next_is_read() {
    let dir = tempdir().unwrap();
    let input = dir.path().join("posts.parquet");
    let texts =
        (0..90).map(|n| format!("At least {n} boats sank near pier {}, police said.", n * 7));
    let ids = (0..90).map(|n| format!("p{n}"));
    write(
        &input,
        [
            ("id", Arc::new(StringArray::from_iter_values(ids))),
            ("text", Arc::new(StringArray::from_iter_values(texts))),
        ],
        30,
    );
    let mut bytes = fs::read(&input).unwrap();
    let needle = b"At least 45 boats";
    let at = bytes.windows(needle.len()).position(|w| w == needle).unwrap();
    bytes[at - 400..at].fill(0xff);
    fs::write(&input, bytes).unwrap();
    let run = dir.path().join("out");
    assert_done(&extract(&input, &run, &[]));
    let rejects = table(&run, "rejects");
    assert_eq!(rejects.len(), 1, "{rejects:?}");
    assert_eq!((&*rejects[0]["record"], &*rejects[0]["reason"]), ("31", "truncated"));
    let detail = &rejects[0]["detail"];
    assert!(detail.contains("row group 2") && detail.contains("rows 31 to 60"), "{detail}");
    let ids: Vec<_> = table(&run, "documents").iter().map(|row| row["doc_id"].clone()).collect();
    assert_eq!((ids.len(), &*ids[0], &*ids[59]), (60, "p0", "p89"));
}

#[test]
fn a_file_that_the_decoder_stumbles_over_is_told_in_the_table_alone() {
    let dir = tempdir().unwrap();
    let input = dir.path().join("lies.parquet");
    fs::write(&input, include_bytes!("../../fuzz/corpus/parquet/panic-in-decoder")).unwrap();
    let run = dir.path().join("out");
    let output = extract(&input, &run, &[]);
    assert_done(&output);
    assert!(!said(&output).contains("panicked"), "{}", said(&output));
    let rejects = table(&run, "rejects");
    assert_eq!(rejects.len(), 1, "{rejects:?}");
    assert!(rejects[0]["detail"].contains("rows 1 to 2 are lost"), "{rejects:?}");
}

/// The file with other metadata about its first row group.
fn retold(path: &Path, change: impl FnOnce(RowGroupMetaDataBuilder) -> RowGroupMetaDataBuilder) {
    let bytes = fs::read(path).unwrap();
    let about = ParquetMetaDataReader::new().parse_and_finish(&File::open(path).unwrap()).unwrap();
    let mut groups = about.row_groups().to_vec();
    groups[0] = change(groups[0].clone().into_builder()).build().unwrap();
    let about = about.into_builder().set_row_groups(groups).build();
    let (data, end) = bytes.split_at(bytes.len() - 8);
    let length = u32::from_le_bytes(end[..4].try_into().unwrap()) as usize;
    let mut out = data[..data.len() - length].to_vec();
    ParquetMetaDataWriter::new(&mut out, &about).finish().unwrap();
    fs::write(path, out).unwrap();
}

#[test]
fn rows_that_are_promised_but_not_there_are_told() {
    let dir = tempdir().unwrap();
    let input = dir.path().join("posts.parquet");
    let texts = StringArray::from_iter_values((1..6).map(|n| format!("{n} boats sank.")));
    write(&input, [("text", Arc::new(texts))], 3);
    retold(&input, |group| group.set_num_rows(7));
    let run = dir.path().join("out");
    assert_done(&extract(&input, &run, &[]));
    assert_eq!(table(&run, "documents").len(), 5, "the next row group is read");
    let rejects = table(&run, "rejects");
    assert_eq!(rejects.len(), 1, "{rejects:?}");
    assert_eq!((&*rejects[0]["record"], &*rejects[0]["reason"]), ("4", "truncated"));
    assert!(rejects[0]["detail"].contains("rows 4 to 7 are lost"), "{rejects:?}");
}

#[test]
fn a_table_of_a_run_that_the_decoder_stumbles_over_is_told() {
    let dir = tempdir().unwrap();
    let run = dir.path().join("out");
    assert_done(&extract(&corpus(dir.path(), 4), &run, &["--format", "parquet"]));
    let documents = run.join("documents.parquet");
    retold(&documents, |mut group| {
        let columns = group.take_columns();
        let lies = columns.into_iter().map(|column| {
            let column = column.into_builder().set_dictionary_page_offset(None);
            column.set_data_page_offset(-1).build().unwrap()
        });
        group.set_column_metadata(lies.collect())
    });
    let size = fs::metadata(&documents).unwrap().len();
    let manifest = run.join("manifest.json");
    let mut told: serde_json::Value =
        serde_json::from_slice(&fs::read(&manifest).unwrap()).unwrap();
    told["files"]["documents.parquet"]["bytes"] = size.into();
    fs::write(&manifest, told.to_string()).unwrap();
    for verb in ["trace", "report"] {
        let output = whosaid().arg(verb).arg(&run).output().unwrap();
        assert_refused(&output, &["documents.parquet", "--fresh"]);
        assert!(!said(&output).contains("panicked"), "{}", said(&output));
    }
}

#[test]
fn what_is_no_parquet_or_has_no_text_is_told() {
    let dir = tempdir().unwrap();
    let reject = |name: &str, bytes: &[u8], more: &[&str]| {
        let (input, run) = (dir.path().join(name), dir.path().join(format!("{name}-out")));
        fs::write(&input, bytes).unwrap();
        assert_done(&extract(&input, &run, more));
        let rows = table(&run, "rejects");
        assert_eq!(rows.len(), 1, "{rows:?}");
        (rows[0]["reason"].clone(), rows[0]["detail"].clone())
    };
    let (reason, detail) = reject("cut.parquet", b"PAR1 and then no more", &[]);
    assert_eq!(reason, "truncated");
    assert!(detail.contains("fetch the file again"), "{detail}");

    let good = dir.path().join("good.parquet");
    write(&good, [("headline", Arc::new(StringArray::from(vec!["Fire in Karst"])))], 9);
    let good = fs::read(&good).unwrap();
    let (reason, detail) = reject("headlines.parquet", &good, &[]);
    assert_eq!(reason, "missing_text");
    assert!(detail.contains("headline") && detail.contains("--map text=COLUMN"), "{detail}");
    let (reason, _) = reject("no-name", &good, &["--map", "text=body"]);
    assert_eq!(reason, "missing_text", "known by its first bytes");

    let zipped = dir.path().join("good.parquet.gz");
    fs::write(&zipped, b"").unwrap();
    assert_refused(&extract(&zipped, &dir.path().join("z"), &[]), &["unpack it"]);
}
