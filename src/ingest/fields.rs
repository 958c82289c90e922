//! Which field or column of a record holds what (`--map`).

use super::Error;

/// What a record can tell of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The article itself.
    Text,
    /// Its id.
    Id,
    /// Its headline.
    Title,
    /// Outlet or publisher.
    Source,
    /// Date of publication.
    Date,
    /// Address.
    Url,
    /// Language.
    Language,
}

impl Field {
    /// Every field.
    pub const ALL: &'static [Field] = &[
        Field::Text,
        Field::Id,
        Field::Title,
        Field::Source,
        Field::Date,
        Field::Url,
        Field::Language,
    ];

    /// Its name in `--map`.
    pub fn as_str(self) -> &'static str {
        match self {
            Field::Text => "text",
            Field::Id => "id",
            Field::Title => "title",
            Field::Source => "source",
            Field::Date => "date",
            Field::Url => "url",
            Field::Language => "language",
        }
    }

    /// Where it is looked for without a map, in any case of letters: the first of these that
    /// a record has and that is not empty. A dot leads into a nested object.
    pub fn aliases(self) -> &'static [&'static str] {
        match self {
            Field::Text => &["text", "body", "content", "article", "maintext"],
            Field::Id => &["id", "doc_id", "uuid"],
            Field::Title => &["title", "headline"],
            Field::Source => &["source", "source.name", "outlet", "publisher", "domain"],
            Field::Date => &["date", "published", "date_publish", "published_at", "publishedAt"],
            Field::Url => &["url", "link", "source_url"],
            Field::Language => &["language", "lang"],
        }
    }

    pub(super) fn names() -> String {
        Self::ALL.iter().map(|field| field.as_str()).collect::<Vec<_>>().join(", ")
    }
}

/// Which field or column of a record holds what; what it does not say is looked for under
/// the usual names ([`Field::aliases`]).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldMap {
    given: [Option<String>; 7],
    silent: bool,
}

impl FieldMap {
    /// Reads entries such as `text=body` or `text=body,id=meta.key`.
    ///
    /// A dot leads into a nested object of a JSON line, unless the record has a field of that
    /// very name; the columns of a CSV file are taken as they are.
    ///
    /// # Errors
    ///
    /// If an entry is not FIELD=COLUMN, or names an unknown field or one named before.
    ///
    /// ```
    /// # use whosaid::ingest::{Field, FieldMap};
    /// let map = FieldMap::parse(&["text=body,url=meta.link"])?;
    /// assert_eq!(map.given(Field::Url), Some("meta.link"));
    /// assert_eq!(map.given(Field::Title), None);
    /// # Ok::<(), whosaid::ingest::Error>(())
    /// ```
    pub fn parse<S: AsRef<str>>(entries: &[S]) -> Result<Self, Error> {
        let mut map = Self::default();
        for entry in entries.iter().flat_map(|entry| entry.as_ref().split(',')) {
            let wrong = |problem| Error::Map { entry: entry.to_owned(), problem };
            let (name, column) = entry.split_once('=').ok_or(wrong("has no ="))?;
            let field = Field::ALL.iter().find(|field| field.as_str() == name.trim());
            let &field = field.ok_or(wrong("names no known field"))?;
            if column.is_empty() {
                return Err(wrong("names no column"));
            }
            if map.given[field as usize].replace(column.to_owned()).is_some() {
                return Err(wrong("names a field twice"));
            }
        }
        Ok(map)
    }

    /// The column given for `field`, if one was.
    pub fn given(&self, field: Field) -> Option<&str> {
        self.given[field as usize].as_deref()
    }

    /// The entries as they can be given again, in the order of [`Field::ALL`].
    pub fn entries(&self) -> Vec<String> {
        let entry = |&field| Some(format!("{}={}", Field::as_str(field), self.given(field)?));
        Field::ALL.iter().filter_map(entry).collect()
    }

    /// Every column worth looking at, the better of a field first.
    pub(super) fn wanted(&self) -> Vec<Wanted> {
        let mut wanted = Vec::new();
        for &field in Field::ALL {
            let mut want = |column: &str, rank, exact| {
                let path = column.split('.').map(str::to_owned).collect();
                wanted.push(Wanted { field, rank, exact, column: column.to_owned(), path });
            };
            match self.given(field) {
                Some(column) => want(column, 0, true),
                None => field.aliases().iter().enumerate().for_each(|(r, c)| want(c, r, false)),
            }
        }
        wanted
    }

    /// The same map, whose messages leave out the names of columns: where a table has no header,
    /// they are an article's words.
    #[must_use]
    pub fn without_names(self) -> Self {
        Self { silent: true, ..self }
    }

    /// Says how to name the text among `columns`.
    pub(super) fn remedy(&self, columns: &[String]) -> String {
        const SHOWN: usize = 30;
        let text = match self.given(Field::Text) {
            Some(column) => format!("no text in \"{column}\""),
            None => format!("no text in any of {}", Field::Text.aliases().join(", ")),
        };
        if self.silent {
            return format!("{text}; name it with --map text=COLUMN");
        }
        let mut found = columns.iter().take(SHOWN).map(shown).collect::<Vec<_>>().join(", ");
        if columns.len() > SHOWN {
            found.push_str(&format!(" and {} more", columns.len() - SHOWN));
        }
        format!("{text}; found {found}; name it with --map text=COLUMN")
    }
}

/// A column's name as messages show it: where a table has no header, it is a whole article.
fn shown(name: impl AsRef<str>) -> String {
    let name = name.as_ref();
    const LONGEST: usize = 40;
    if name.chars().count() <= LONGEST {
        return name.to_owned();
    }
    name.chars().take(LONGEST).chain(['…']).collect()
}

/// A column that may hold a field.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    pub field: Field,
    /// Of several columns for one field, the lowest rank wins.
    pub rank: usize,
    /// Whether the case of letters counts.
    exact: bool,
    column: String,
    path: Vec<String>,
}

impl Wanted {
    /// Whether this is the column called `name`.
    pub(super) fn is(&self, name: &str) -> bool {
        self.same(&self.column, name)
    }

    /// Whether the path leads through an object called `name` at `depth`, or ends there.
    pub(super) fn step(&self, depth: usize, name: &str) -> Option<Step> {
        self.path.get(depth).filter(|part| self.same(part, name))?;
        Some(if depth + 1 == self.path.len() { Step::Arrived } else { Step::Onward })
    }

    fn same(&self, ours: &str, theirs: &str) -> bool {
        if self.exact { ours == theirs } else { ours.eq_ignore_ascii_case(theirs) }
    }
}

/// Where a name in a nested object leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Onward,
    Arrived,
}

/// What a record says, by field.
#[derive(Debug, Default)]
pub(super) struct Values {
    slots: [Option<(usize, String)>; 7],
}

impl Values {
    /// Keeps `value` unless a better column of the field has spoken.
    pub(super) fn put(&mut self, wanted: &Wanted, value: String) {
        let slot = &mut self.slots[wanted.field as usize];
        let keep = slot.as_ref().is_none_or(|(rank, old)| {
            !value.trim().is_empty() && (old.trim().is_empty() || wanted.rank <= *rank)
        });
        if keep {
            *slot = Some((wanted.rank, value));
        }
    }

    /// What is said of `field`.
    pub(super) fn take(&mut self, field: Field) -> Option<String> {
        self.slots[field as usize].take().map(|(_, value)| value)
    }

    /// What is said besides the text and the id.
    pub(super) fn meta(&mut self) -> crate::document::Meta {
        let mut take = |field| self.take(field).unwrap_or_default();
        crate::document::Meta {
            title: take(Field::Title),
            source: take(Field::Source),
            date: take(Field::Date),
            url: take(Field::Url),
            language: take(Field::Language),
        }
    }

    /// The id, if it is not blank.
    pub(super) fn id(&mut self) -> Option<String> {
        let id = self.take(Field::Id)?;
        let trimmed = id.trim();
        (!trimmed.is_empty()).then(|| trimmed.to_owned())
    }
}
