//! The persons a document names, and what it says of them.

use super::gazetteer::{GAZETTEER, Role, words};
use super::given_name;
use super::kind;
use super::mention::{self, Gender};
use super::name_words;
use super::source_words::{Class, is};
use super::when::When;
use super::{before, behind};
use crate::document::{Document, Span};
use crate::labels::{RegionKind, SourceType};
use rustc_hash::FxHashMap;

/// Everyone the document names in full, found by surname.
pub(super) struct People<'d> {
    doc: &'d Document,
    persons: Vec<Person>,
    /// By the whole name, in lower case.
    by_name: FxHashMap<String, usize>,
    by_surname: FxHashMap<String, Vec<usize>>,
    by_given_name: FxHashMap<String, Vec<usize>>,
    /// Where a capitalised word stands alone, in order: maybe a surname.
    single: Vec<Span>,
    /// Where full names end, in order.
    ends: Vec<usize>,
}

struct Person {
    name: String,
    /// Every place where the full name stands.
    mentions: Vec<Span>,
}

/// Mentions looked at before a person's type is given up.
const MENTIONS: usize = 6;

/// How many people of one name are told apart by what else is known of them: more than a family,
/// fewer than would make a list of a thousand namesakes take a million looks.
const NAMESAKES: usize = 32;

impl<'d> People<'d> {
    /// Reads the names of a document: two to four capitalised words in a row that are
    /// neither titles nor institutions.
    pub(super) fn read(doc: &'d Document) -> Self {
        let mut this = Self {
            doc,
            persons: Vec::new(),
            by_name: FxHashMap::default(),
            by_surname: FxHashMap::default(),
            by_given_name: FxHashMap::default(),
            single: Vec::new(),
            ends: Vec::new(),
        };
        for region in doc.regions() {
            if region.kind != RegionKind::Boilerplate {
                this.read_block(region.span);
            }
        }
        let mentions = this.persons.iter().flat_map(|person| &person.mentions);
        this.ends = mentions.map(|mention| mention.end()).collect();
        this.ends.sort_unstable();
        this
    }

    fn read_block(&mut self, block: Span) {
        let text = self.doc.slice(block);
        let mut run: Vec<Span> = Vec::new();
        let mut at = block.start();
        for token in text.split_inclusive(char::is_whitespace) {
            let word = token.trim_end();
            let span = Span::new(at, at + word.len());
            at += token.len();
            let core = word.trim_matches(|c: char| !c.is_alphanumeric());
            let lead = word.len() - word.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
            let stem = core.strip_suffix("'s").or_else(|| core.strip_suffix("’s")).unwrap_or(core);
            let core_span = Span::new(span.start() + lead, span.start() + lead + stem.len());
            let capital = stem.chars().next().is_some_and(char::is_uppercase);
            let particle = !run.is_empty() && is_particle(stem);
            if lead > 0 {
                self.take(&mut run);
            }
            // "Omar al-Masri," ends a name, "Omar el," does not.
            if capital || particle && (word == stem || stem.contains('-')) {
                run.push(core_span);
                let initial =
                    stem.chars().count() == 1 || is(&stem.to_lowercase(), Class::ShortTitle);
                if word.len() > lead + stem.len() && !(initial && word.ends_with('.')) {
                    self.take(&mut run);
                }
            } else {
                self.take(&mut run);
            }
        }
        self.take(&mut run);
    }

    /// Ends a run of capitalised words and keeps the name in it.
    fn take(&mut self, run: &mut Vec<Span>) {
        if run.len() < 2 {
            self.single.append(run);
            return;
        }
        while run.last().is_some_and(|&s| is(self.doc.slice(s), Class::Particle)) {
            run.pop();
        }
        let mut first = 0;
        for (i, &span) in run.iter().enumerate() {
            let word = self.doc.slice(span);
            if is_title(word) {
                first = i + 1;
            }
        }
        // "United Nations Secretary-General": titles and bodies of several words.
        let all = words(self.doc.slice(run[0].cover(run[run.len() - 1])));
        let mut at = 0;
        while at < all.len() {
            let hit = GAZETTEER.longest(&all, at);
            at = hit.map_or(at + 1, |h| h.to);
            if let Some(hit) = hit.filter(|h| h.to >= h.from + 2 || is_office(&all[h.from].lower))
                && let Some(next) = all.get(hit.to)
            {
                let start = run[0].start() + next.at;
                first = first.max(run.partition_point(|s| s.start() < start));
            }
        }
        // "Communications Technology Otto Johan Lund": the name begins with a given name.
        if run.len() - first > 4 {
            let given = |&span: &Span| given_name::is_known(self.doc.slice(span));
            first += run[first..run.len() - 1].iter().position(given).unwrap_or(0);
        }
        let rest = &run[first..];
        if let [surname] = rest {
            self.single.push(*surname);
        }
        if (2..=5).contains(&rest.len())
            && rest[1..].iter().all(|&s| self.doc.slice(s) != "The")
            && !is_body(self.doc.slice(rest[rest.len() - 1]))
            && self.doc.slice(rest[0]) != self.doc.slice(rest[1])
        {
            let span = rest[0].cover(rest[rest.len() - 1]);
            // The full stop of "Jr." belongs to the name.
            let stop = matches!(self.doc.slice(rest[rest.len() - 1]), "Jr" | "Sr")
                && self.doc.text().get(span.end()..).is_some_and(|rest| rest.starts_with('.'));
            self.note(Span::new(span.start(), span.end() + usize::from(stop)));
        }
        run.clear();
    }

    fn note(&mut self, span: Span) {
        let name = self.doc.slice(span).split_whitespace().collect::<Vec<_>>().join(" ");
        let surname = key(&name);
        let lower = name.to_ascii_lowercase();
        match self.by_name.get(&lower) {
            Some(&i) => self.persons[i].mentions.push(span),
            None => {
                self.by_name.insert(lower, self.persons.len());
                self.by_surname.entry(surname).or_default().push(self.persons.len());
                let given = name.split(' ').take(name.split(' ').count() - 1);
                for word in given.map(key) {
                    self.by_given_name.entry(word).or_default().push(self.persons.len());
                }
                self.persons.push(Person { name, mentions: vec![span] });
            }
        }
    }

    /// Everyone: the full name, where it stands, and the gender that is told.
    pub(super) fn persons(&self) -> impl Iterator<Item = (&str, &[Span], Option<Gender>)> {
        self.persons.iter().map(|person| {
            let described = || person.mentions.iter().take(MENTIONS).find_map(|&m| self.gender(m));
            let gender = given_name::gender(&person.name).or_else(described);
            (&*person.name, &*person.mentions, gender)
        })
    }

    /// The place of a person in [`Self::persons`], by surname or more of the name.
    pub(super) fn index(&self, name: &str, at: usize) -> Option<usize> {
        self.find(name, at)
    }

    /// Where a capitalised word stands alone or behind titles, in order.
    pub(super) fn single_names(&self) -> &[Span] {
        &self.single
    }

    /// The gender that the title right before a name tells.
    fn gender(&self, mention: Span) -> Option<Gender> {
        let line = before(self.doc.text(), mention.start()).rsplit('\n').next()?;
        let title = line.rsplit([' ', ',']).filter(|word| !word.is_empty()).take(3);
        title
            .map(str::to_lowercase)
            .take_while(|word| !is(word, Class::BeforeTitle) && word != "of")
            .find_map(|word| mention::gender(&word))
    }

    /// The full name that `name` (a surname, or more) stands for, as the document has it.
    /// Of several, one who is named in full before `at`.
    pub(super) fn full_name(&self, name: &str, at: usize) -> Option<&str> {
        self.find(name, at).map(|i| self.persons[i].name.as_str())
    }

    /// The full name of a person in [`Self::persons`].
    pub(super) fn name(&self, index: usize) -> &str {
        &self.persons[index].name
    }

    fn find(&self, name: &str, at: usize) -> Option<usize> {
        let single = !name.contains(' ');
        // "Gao" is Gao Feng where no one is called so behind.
        let known = self.by_surname.get(&key(name)).or_else(|| {
            let given = single && GAZETTEER.person(name, None).is_none();
            self.by_given_name.get(&key(name)).filter(|_| given)
        })?;
        let first = name.split_whitespace().next()?;
        let whole = (known.len() > NAMESAKES).then(|| self.by_name.get(&name.to_ascii_lowercase()));
        if let Some(&index) = whole.flatten() {
            return Some(index);
        }
        known
            .iter()
            .copied()
            .take(NAMESAKES)
            .filter(|&i| {
                single
                    || self.persons[i]
                        .name
                        .split_whitespace()
                        .any(|w| w.eq_ignore_ascii_case(first))
            })
            .max_by_key(|&i| {
                let mentions = &self.persons[i].mentions;
                (mentions[0].start() < at, mentions.len(), std::cmp::Reverse(i))
            })
    }

    /// What the document says the person of this name is.
    pub(super) fn kind(&self, name: &str, when: Option<When>) -> Option<SourceType> {
        let person = &self.persons[self.find(name, usize::MAX)?];
        person.mentions.iter().take(MENTIONS).find_map(|&mention| {
            [Some(self.context(mention)), self.described(mention)]
                .into_iter()
                .flatten()
                .find_map(|context| kind::of(&context, when).filter(|k| k.told))
                .map(|k| k.source_type)
        })
    }

    /// The mention with the title before it and the apposition behind it.
    fn context(&self, mention: Span) -> String {
        let text = self.doc.text();
        let mut context =
            text.get(self.title(mention)..mention.end()).unwrap_or_default().to_owned();
        if let Some(apposition) = self.apposition(mention) {
            context.push_str(", ");
            context.push_str(apposition);
        }
        context
    }

    /// Tells how each person is introduced: number of the person, words, and whether they stand
    /// before the name as its title.
    pub(super) fn introductions(&self, mut tell: impl FnMut(usize, &str, bool)) {
        for (index, person) in self.persons.iter().enumerate() {
            for &mention in person.mentions.iter().take(MENTIONS) {
                let title = self.doc.text().get(self.title(mention)..mention.start());
                if let Some(title) = title.map(str::trim).filter(|title| !title.is_empty()) {
                    tell(index, title, true);
                }
                if let Some(apposition) = self.apposition(mention) {
                    tell(index, apposition, false);
                }
                if let Some(described) = self.described(mention) {
                    tell(index, &described, false);
                }
            }
        }
    }

    /// Where the title before a mention begins.
    fn title(&self, mention: Span) -> usize {
        let text = self.doc.text();
        let before = text.get(..mention.start()).unwrap_or_default();
        let mut start = mention.start();
        let mut back = before.split_inclusive(char::is_whitespace).rev().take(9).peekable();
        while let Some(word) = back.next() {
            let bare = word.trim();
            let lower = bare.to_lowercase();
            // "Ambassador to Norway Ana Silva": the title goes on.
            if matches!(&*lower, "to" | "of" | "for")
                && back.peek().is_some_and(|office| is_post(office.trim()))
            {
                start -= word.len();
                continue;
            }
            // "Vice President Lena Moor met President Otto Lund": the first title is Moor's.
            let named = self.ends.binary_search(&(start - (word.len() - word.trim_end().len())));
            let ends = named.is_ok()
                || !bare.contains(char::is_alphanumeric)
                || bare.ends_with([',', ';', ':', '?', '!', ')', '"', '”'])
                || bare.ends_with('.') && bare.len() > 5
                || word.contains('\n')
                || is(&lower, Class::BeforeTitle);
            if ends {
                break;
            }
            start -= word.len();
            if is(&lower, Class::Determiner) {
                break;
            }
        }
        start
    }

    /// What stands behind a mention and a comma, if it is a description.
    fn apposition(&self, mention: Span) -> Option<&str> {
        let after = behind(self.doc.text(), mention.end());
        let rest = after.strip_prefix(", ").or_else(|| after.strip_prefix(" ("))?;
        // "Ana Silva, 29, a nurse".
        let rest = match rest.split_once(", ") {
            Some((age, rest)) if age.chars().all(|c| c.is_ascii_digit()) => rest,
            _ => rest,
        };
        let end = rest.find([',', ';', '\n', '”', '"', ')', '–', '—']).unwrap_or(rest.len());
        let apposition = rest.get(..end).unwrap_or_default();
        let apposition = match apposition.find(". ") {
            Some(stop) if apposition.get(..stop).is_none_or(|s| s.len() >= 6) => {
                apposition.get(..stop).unwrap_or_default()
            }
            _ => apposition,
        };
        let first = apposition.split_whitespace().next().unwrap_or_default().to_lowercase();
        let verbal = is(&first, Class::NoApposition);
        (!verbal && apposition.split_whitespace().count() <= 20).then_some(apposition)
    }

    /// The description that the mention stands in apposition to: "the envoy to Oslo, Ana
    /// Silva, left".
    fn described(&self, mention: Span) -> Option<String> {
        let text = self.doc.text();
        text.get(mention.end()..)?.starts_with([',', '.']).then_some(())?;
        let before = text.get(..mention.start())?.strip_suffix(", ")?;
        let mut start = before.len();
        for word in before.split_inclusive(char::is_whitespace).rev().take(12) {
            let bare = word.trim();
            if bare.ends_with([',', ';', ':', '?', '!', '"', '”'])
                || bare.ends_with('.') && bare.len() > 5
                || word.contains('\n')
            {
                return None;
            }
            start -= word.len();
            if is(&bare.to_lowercase(), Class::Determiner) {
                return before.get(start..).map(str::to_owned);
            }
        }
        None
    }
}

/// The last word of a name, without "Jr".
pub(super) fn surname(name: &str) -> &str {
    name.split_whitespace().rev().find(|w| !is(&w.to_lowercase(), Class::Suffix)).unwrap_or(name)
}

/// The surname as names are found by it: al-Sadr and Sadr are one.
fn key(name: &str) -> String {
    let surname = surname(name).to_lowercase();
    match surname.split_once('-') {
        Some(("al" | "el", rest)) => rest.to_owned(),
        _ => surname,
    }
}

fn is_particle(word: &str) -> bool {
    is(word, Class::Particle) || word.starts_with("al-") || word.starts_with("el-")
}

/// Whether a name that ends with this word is that of a body: Affairs Committee.
fn is_body(word: &str) -> bool {
    let lower = word.to_lowercase();
    let list = words(word);
    is(&lower, Class::Organisation)
        || is(&lower, Class::Body)
        || !list.is_empty()
            && GAZETTEER.longest(&list, 0).is_some_and(|hit| {
                hit.role == Role::Org && hit.source_type == SourceType::MinistryStatement
            })
}

/// Whether a word alone is an office.
fn is_post(word: &str) -> bool {
    let list = words(word);
    list.len() == 1 && GAZETTEER.longest(&list, 0).is_some_and(|hit| hit.role == Role::Post)
}

/// An office that the tables hold as a body's voice: secretary-general.
fn is_office(lower: &str) -> bool {
    lower.starts_with("secretary-")
}

/// Whether a capitalised word is no part of a personal name: a title, an institution, a
/// country, a demonym, or a word that only begins a sentence.
fn is_title(word: &str) -> bool {
    let lower = word.to_lowercase();
    if name_words::is_opener(&lower) {
        return true;
    }
    let ends_demonym = name_words::is_modifier(&lower);
    ends_demonym
        || words(word).first().is_some_and(|_| {
            let list = words(word);
            GAZETTEER.longest(&list, 0).is_some_and(|hit| {
                matches!(
                    hit.role,
                    Role::Post
                        | Role::Crew
                        | Role::State
                        | Role::Anonymous
                        | Role::Bench
                        | Role::Former
                )
            })
        })
}
