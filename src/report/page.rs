//! The pages: what the templates are given, and which articles go where.

use super::family::{Families, Family, Lanes, Member, change};
use super::files::{self, Files};
use super::index::{Choice, Index};
use super::inline::{self, POLICY, SCRIPT, STYLE};
use super::marked::{self, Paragraph};
use super::picture::Picture;
use super::rows::{ClaimRow, DocumentRow};
use super::summary::Summary;
use super::tally::Tally;
use super::timeline::{self, Timelines};
use super::voice::{self, Voice};
use super::{Article, Day, Error, Extent, chart, number};
use crate::labels::{Modality, RegionKind};
use crate::run::Manifest;
use askama::Template;

/// So many articles make a page, or so many bytes.
const PAGE: (usize, usize) = (250, 4 << 20);

/// So many articles make a list that links to pages.
const LIST: usize = 25_000;

/// The headline of an article, or its id where it has none.
pub(super) fn title(document: &DocumentRow) -> &str {
    if document.title.is_empty() { &document.doc_id } else { &document.title }
}

/// What every page has around its body.
struct Frame {
    title: String,
    policy: &'static str,
    style: &'static str,
}

impl Frame {
    fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), policy: &POLICY, style: STYLE }
    }
}

/// The main page up to its articles.
#[derive(Template)]
#[template(path = "report.html")]
struct MainHead<'a> {
    frame: Frame,
    manifest: &'a Manifest,
    tally: &'a Tally,
    summary: Summary,
    voices: &'static [Voice],
    pictures: Vec<Picture>,
    undated: usize,
    families: Option<Shown>,
    filters: Filters,
    places: &'a Places,
    lists: &'a [List],
    is_single: bool,
    has_text: bool,
}

/// The heaviest families, ready to be shown, and what all of them amount to.
struct Shown {
    drawn: Vec<ShownFamily>,
    shared: usize,
    shared_claims: usize,
    single_origin: usize,
    denied: usize,
    changes: Vec<(&'static str, usize)>,
}

impl Shown {
    fn of(families: Families) -> Self {
        Self {
            drawn: families.drawn.into_iter().map(ShownFamily::new).collect(),
            shared: families.shared,
            shared_claims: families.shared_claims,
            single_origin: families.single_origin,
            denied: families.denied,
            changes: families.changes.into_iter().map(|(kind, n)| (change(kind), n)).collect(),
        }
    }
}

/// A family with its tree and its pictures.
struct ShownFamily {
    family: Family,
    tree: Vec<(usize, usize)>,
    lanes: Option<Lanes>,
}

impl ShownFamily {
    fn new(mut family: Family) -> Self {
        let tree = family.tree();
        let lanes = family.lanes();
        Self { family, tree, lanes }
    }

    fn at(&self, telling: &usize) -> &Member {
        &self.family.tellings[*telling]
    }

    fn denied_by(&self) -> String {
        let names = self.family.row.denied_by.split('|').map(str::trim);
        names.collect::<Vec<_>>().join(", ")
    }
}

/// A page of articles, up to them.
#[derive(Template)]
#[template(path = "articles.html")]
struct PageHead<'a> {
    frame: Frame,
    main: &'a str,
    first: u32,
    last: u32,
    filters: Filters,
}

/// A list of articles, up to its rows.
#[derive(Template)]
#[template(path = "list.html")]
struct ListHead<'a> {
    frame: Frame,
    main: &'a str,
    list: &'a List,
    filters: Filters,
}

/// An article.
#[derive(Template)]
#[template(path = "article.html")]
struct ArticleView<'a> {
    number: u32,
    title: &'a str,
    document: &'a DocumentRow,
    day: Option<Day>,
    link: Option<&'a str>,
    paragraphs: Vec<Paragraph>,
    claims: &'a [ClaimRow],
    /// For each claim the drawn family it is in.
    families: Vec<Option<usize>>,
    main: &'a str,
}

/// The end of every page.
#[derive(Template)]
#[template(path = "tail.html")]
struct Tail<'a> {
    json: &'a str,
    script: &'static str,
}

/// What the filters offer.
struct Filters {
    voices: Vec<Choice>,
    types: Vec<Choice>,
    topics: Vec<Choice>,
    outlets: Vec<Choice>,
    /// Whether they choose from a list of articles on other pages.
    is_list: bool,
    articles: usize,
}

impl Filters {
    fn of(index: &Index, is_list: bool) -> Self {
        Self {
            voices: index.voices(),
            types: index.source_types(),
            topics: index.topics(),
            outlets: index.outlets(),
            is_list,
            articles: index.len(),
        }
    }
}

/// Where each article is, from the main page.
struct Places {
    folder: String,
    is_single: bool,
    /// The page of each article.
    pages: Vec<u32>,
}

impl Places {
    /// The address of a claim's number.
    fn claim(&self, article: &u32, start: &usize) -> String {
        let page = match self.pages.get(*article as usize - 1) {
            Some(&page) if !self.is_single => self.page(&page),
            _ => String::new(),
        };
        format!("{page}#a{article}-{start}")
    }

    /// The address of a page.
    fn page(&self, page: &u32) -> String {
        format!("{}/{}", self.folder, files::page_name(*page))
    }

    /// How many pages there are.
    fn count(&self) -> u32 {
        self.pages.last().copied().unwrap_or(0)
    }
}

/// A list of articles in a file of its own.
struct List {
    name: String,
    first: u32,
    last: u32,
    days: String,
}

impl List {
    /// Which articles it lists.
    fn words(&self) -> String {
        format!("{} to {}", number::whole(self.first as usize), number::whole(self.last as usize))
    }
}

/// What templates call, with the references that they pass.
mod show {
    use super::{Voice, number, voice};
    use crate::labels::SourceType;

    pub trait Count {
        fn count(self) -> usize;
    }

    impl Count for usize {
        fn count(self) -> usize {
            self
        }
    }

    impl Count for &usize {
        fn count(self) -> usize {
            *self
        }
    }

    impl Count for &&usize {
        fn count(self) -> usize {
            **self
        }
    }

    pub fn whole(number: impl Count) -> String {
        number::whole(number.count())
    }

    pub fn many(number: impl Count, one: &str, many: &str) -> String {
        number::many(number.count(), one, many)
    }

    pub fn source_type(source_type: &Option<SourceType>) -> String {
        voice::name(*source_type)
    }

    pub fn voice(source_type: &Option<SourceType>) -> Voice {
        Voice::of(*source_type)
    }
}

/// The pages as they are written.
pub(super) struct Pages<'a> {
    files: &'a Files,
    places: Places,
    /// How many articles there will be.
    articles: usize,
    /// The page at hand: its number, its articles, the first of them.
    page: u32,
    html: String,
    index: Index,
    first: u32,
    /// The list at hand, for articles on other pages, and the lists written.
    list: Index,
    list_days: Option<(Day, Day)>,
    lists: Vec<List>,
}

impl<'a> Pages<'a> {
    pub fn new(files: &'a Files, extent: &Extent) -> Result<Self, Error> {
        files.prepare()?;
        let places = Places {
            folder: files.pages_from_main(),
            is_single: files.is_single,
            pages: Vec::new(),
        };
        Ok(Self {
            files,
            articles: extent.articles,
            page: 1,
            html: String::new(),
            index: Index::new(""),
            first: 1,
            list: Index::new(&format!("{}/", places.folder)),
            list_days: None,
            lists: Vec::new(),
            places,
        })
    }

    /// Adds the next article.
    pub fn add(
        &mut self,
        number: u32,
        article: &Article,
        families: Option<&Families>,
    ) -> Result<(), Error> {
        let document = &article.document;
        let day = Day::read(&document.date);
        let family = |claim: &ClaimRow| families?.family_of(&claim.claim_id);
        let view = ArticleView {
            number,
            title: title(document),
            document,
            day,
            link: Some(document.url.as_str()).filter(|url| is_web(url)),
            paragraphs: marked::paragraphs(article),
            claims: &article.claims,
            families: article.claims.iter().map(family).collect(),
            main: if self.files.is_single { "" } else { &self.files.main_from_pages() },
        };
        view.render_into(&mut self.html).expect("a string takes everything");
        let iso = day.map(Day::iso).unwrap_or_default();
        self.index.add(number, article, iso.clone());
        if self.files.is_single {
            return Ok(());
        }
        self.places.pages.push(self.page);
        if let Some(day) = day {
            let (first, last) = self.list_days.unwrap_or((day, day));
            self.list_days = Some((first.min(day), last.max(day)));
        }
        self.list.add_elsewhere(number, article, iso, self.page, title(document));
        if self.index.len() >= PAGE.0 || self.html.len() >= PAGE.1 {
            self.write_page(number)?;
        }
        // One list stands in the main page; several are files.
        if self.articles > LIST && self.list.len() >= LIST {
            self.write_list(number)?;
        }
        Ok(())
    }

    fn write_page(&mut self, last: u32) -> Result<(), Error> {
        let main = self.files.main_from_pages();
        let head = PageHead {
            frame: Frame::new(format!("Articles {} to {last}", self.first)),
            main: &main,
            first: self.first,
            last,
            filters: Filters::of(&self.index, false),
        };
        let path = self.files.pages.join(files::page_name(self.page));
        files::page(&path, &[&rendered(&head), &self.html, &tail(&self.index)])?;
        self.html.clear();
        self.index = Index::new("");
        self.first = last + 1;
        self.page += 1;
        Ok(())
    }

    fn write_list(&mut self, last: u32) -> Result<(), Error> {
        let number = u32::try_from(self.lists.len() + 1).unwrap_or(u32::MAX);
        let first = self.lists.last().map_or(1, |list| list.last + 1);
        let list = List {
            name: files::list_name(number),
            first,
            last,
            days: self.list_days.map(|(a, b)| super::day::period(a, b)).unwrap_or_default(),
        };
        self.list.prefix(String::new());
        let main = self.files.main_from_pages();
        let head = ListHead {
            frame: Frame::new(format!("List of articles {first} to {last}")),
            main: &main,
            list: &list,
            filters: Filters::of(&self.list, true),
        };
        let path = self.files.pages.join(&list.name);
        files::page(&path, &[&rendered(&head), &tail(&self.list)])?;
        self.lists.push(list);
        self.list = Index::new("");
        self.list_days = None;
        Ok(())
    }

    /// Writes what is left and the main page; tells how many pages lie beside it.
    pub fn finish(
        mut self,
        manifest: &Manifest,
        tally: &Tally,
        timelines: Timelines,
        families: Option<Families>,
    ) -> Result<usize, Error> {
        let last = u32::try_from(tally.articles).unwrap_or(u32::MAX);
        if !self.files.is_single {
            if self.index.len() > 0 {
                self.write_page(last)?;
            }
            if self.articles > LIST && self.list.len() > 0 {
                self.write_list(last)?;
            }
        }
        let index = if self.files.is_single { &self.index } else { &self.list };
        let head = MainHead {
            frame: Frame::new("Who said which number"),
            manifest,
            tally,
            summary: Summary::of(tally, manifest),
            voices: Voice::ALL,
            undated: timelines.undated,
            pictures: timelines.draw(),
            families: families.map(Shown::of),
            filters: Filters::of(index, !self.files.is_single),
            places: &self.places,
            lists: &self.lists,
            is_single: self.files.is_single,
            has_text: manifest.recipe.settings.get("no-text").is_none_or(|set| set != "true"),
        };
        files::page(&self.files.main, &[&rendered(&head), &self.html, &tail(index)])?;
        Ok(self.places.count() as usize + self.lists.len())
    }
}

fn rendered(template: &impl Template) -> String {
    template.render().expect("a string takes everything")
}

fn tail(index: &Index) -> String {
    rendered(&Tail { json: &inline::json(index), script: SCRIPT })
}

/// Whether an address leads to the web; others ("javascript:") are not made links.
fn is_web(url: &str) -> bool {
    let scheme = url.split_once("://").map(|(scheme, _)| scheme);
    scheme
        .is_some_and(|scheme| ["http", "https"].iter().any(|web| scheme.eq_ignore_ascii_case(web)))
}
