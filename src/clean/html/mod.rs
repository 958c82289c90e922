//! Web pages: the article is found among menus, teasers and widgets, and taken out block by
//! block.
//!
//! Finding is the work of `dom_smoothie`, a port of Mozilla's Readability; the measurements
//! that chose it are in `benches/html_extraction`. No script is run and nothing is fetched.
//! What it keeps is read again as markup, because only markup tells headings and captions.

mod blocks;
mod parse;

use crate::document::{Meta, Region, Span};
use crate::labels::{Reason, RegionKind};
use dom_query::Document as Dom;
use dom_smoothie::{Article, Config, Readability};

/// The article of a web page.
#[derive(Debug)]
pub(crate) struct Page {
    /// Its blocks, the title first, with a blank line between.
    pub text: String,
    /// The blocks: title, headings, captions, body.
    pub regions: Vec<Region>,
    /// What the page says of itself.
    pub meta: Meta,
}

/// Takes the article out of a page.
pub(crate) fn extract(html: &str) -> Result<Page, (Reason, String)> {
    let dom = parse::parse(html)?;
    let own = Own::of(&dom);
    // Classes tell captions.
    let config = Config { keep_classes: true, ..Config::default() };
    let article = Readability::with_document(dom, None, Some(config))
        .and_then(|mut page| page.parse())
        .map_err(|_| nothing())?;
    let blocks = blocks::of(&article.content);
    if !blocks.iter().any(|block| block.kind == RegionKind::Body && is_prose(&block.text)) {
        return Err(nothing());
    }
    Ok(page(blocks, own.meta(article)))
}

/// What the container says of an article, completed by what its page says.
pub(crate) fn complete(given: Meta, page: Meta) -> Meta {
    let or = |given: String, page: String| if given.is_empty() { page } else { given };
    let url = or(given.url, page.url);
    Meta {
        title: or(given.title, page.title),
        source: or(or(given.source, page.source), host(&url)),
        date: or(given.date, page.date),
        url,
        language: or(given.language, page.language),
    }
}

/// Lets regions that the words alone made running text be what the markup says they are.
pub(crate) fn tell(regions: &mut [Region], told: &[Region]) {
    let mut told = told.iter().peekable();
    for region in regions {
        while told.next_if(|page| page.span.end() <= region.span.start()).is_some() {}
        let Some(page) = told.peek().filter(|page| page.span.contains(region.span)) else {
            continue;
        };
        if region.kind == RegionKind::Body || page.kind == RegionKind::Title {
            region.kind = page.kind;
        }
    }
}

/// Whose address it is: an outlet, if the page names none.
fn host(url: &str) -> String {
    let host = url.split("//").nth(1).and_then(|rest| rest.split('/').next());
    host.map_or(String::new(), |host| host.trim_start_matches("www.").to_owned())
}

fn nothing() -> (Reason, String) {
    (Reason::NoMainText, "no article found in the page; give its text as .txt".to_owned())
}

/// Whether a block may be of an article: menus and buttons have fewer words.
fn is_prose(text: &str) -> bool {
    const WORDS: usize = 8;
    text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count() >= WORDS
}

/// Puts blocks together, under the title.
fn page(mut blocks: Vec<blocks::Block>, meta: Meta) -> Page {
    let same = |a: &str, b: &str| {
        let letters = |text: &str| -> Vec<char> {
            text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
        };
        letters(a) == letters(b)
    };
    if !meta.title.is_empty() {
        match blocks.first_mut().filter(|first| same(&first.text, &meta.title)) {
            Some(first) => first.kind = RegionKind::Title,
            None => blocks.insert(0, blocks::Block::new(RegionKind::Title, meta.title.clone())),
        }
    }
    let mut text = String::new();
    let mut regions = Vec::new();
    for block in blocks {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.len();
        text.push_str(&block.text);
        regions.push(Region { span: Span::new(start, text.len()), kind: block.kind });
    }
    Page { text, regions, meta }
}

/// What the page says of itself that the search for the article leaves out.
struct Own {
    url: String,
    date: String,
}

impl Own {
    fn of(dom: &Dom) -> Self {
        let attr = |selector: &str, name: &str| {
            dom.select_single(selector).attr(name).map(|value| value.trim().to_owned())
        };
        let url = attr("link[rel=canonical]", "href")
            .or_else(|| attr("meta[property='og:url']", "content"))
            .filter(|url| url.starts_with("http"));
        let date = attr("meta[itemprop=datePublished]", "content")
            .or_else(|| attr("time[datetime]", "datetime"));
        Self { url: url.unwrap_or_default(), date: date.unwrap_or_default() }
    }

    fn meta(self, article: Article) -> Meta {
        let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let or = |given: Option<String>, own: String| {
            given.map(|text| line(&text)).filter(|text| !text.is_empty()).unwrap_or(own)
        };
        Meta {
            title: line(&article.title),
            source: or(article.site_name, host(&self.url)),
            date: or(article.published_time, self.date),
            url: or(Some(self.url), article.url.unwrap_or_default()),
            language: or(article.lang, String::new()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(html: &str) -> Vec<String> {
        let page = extract(html).unwrap();
        let cut = |region: &Region| page.text.get(region.span.range()).unwrap().to_owned();
        page.regions.iter().map(|region| format!("{}: {}", region.kind, cut(region))).collect()
    }

    const PAGE: &str = r#"<!doctype html><html lang="en-GB"><head>
<title>Ferry company counts its losses | The Gale</title>
<meta property="og:site_name" content="The Gale">
<meta property="og:title" content="Ferry company counts its losses">
<meta property="article:published_time" content="2024-05-01T10:00:00Z">
<link rel="canonical" href="https://gale.example/ferry">
<script>var menu = "<p>not text</p>";</script></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>Ferry company counts its losses</h1>
<p>The island ferry company lost 4.2 million crowns in April,   its director said
on Monday, after two of its three boats stood still for repairs.</p>
<figure><img src="boat.jpg" alt=""><figcaption>The harbour on Monday. Photo: A. Sailor</figcaption></figure>
<h2>Sailings cut</h2>
<p>About 300 sailings were cancelled,<br>and <b>some</b>&nbsp;12,000 passengers took the plane instead,
according to a person with knowledge of the bookings.</p>
<blockquote><p>“We have never seen such a spring,” the director said, and promised refunds.</p></blockquote>
<ul><li>The first boat is due back in June, the yard said.</li><li>The second one is due in August.</li></ul>
<table><tr><th>Boat</th><th>Days</th></tr><tr><td>Tern</td><td>41</td></tr></table>
</article><aside><a href="/x">Ten more stories you will like</a></aside><footer>Terms</footer></body></html>"#;

    #[test]
    fn blocks_know_what_they_are() {
        assert_eq!(
            kinds(PAGE),
            [
                "title: Ferry company counts its losses",
                "body: The island ferry company lost 4.2 million crowns in April, its director \
                 said on Monday, after two of its three boats stood still for repairs.",
                "caption: The harbour on Monday. Photo: A. Sailor",
                "heading: Sailings cut",
                "body: About 300 sailings were cancelled,",
                "body: and some\u{a0}12,000 passengers took the plane instead, according to a \
                 person with knowledge of the bookings.",
                "body: “We have never seen such a spring,” the director said, and promised refunds.",
                "body: The first boat is due back in June, the yard said.",
                "body: The second one is due in August.",
                "body: Boat\tDays",
                "body: Tern\t41",
            ]
        );
    }

    #[test]
    fn a_page_tells_of_itself() {
        let meta = extract(PAGE).unwrap().meta;
        assert_eq!(meta.title, "Ferry company counts its losses");
        assert_eq!(meta.source, "The Gale");
        assert_eq!(meta.date, "2024-05-01T10:00:00Z");
        assert_eq!(meta.url, "https://gale.example/ferry");
        assert_eq!(meta.language, "en-GB");
    }

    #[test]
    fn a_page_without_an_article_is_refused() {
        for page in ["", "<html></html>", "<nav><a href=/>Home</a> <a href=/x>News</a></nav>"] {
            assert_eq!(extract(page).unwrap_err().0, Reason::NoMainText, "{page}");
        }
    }

    #[test]
    fn markup_nested_too_deep_is_refused_at_once() {
        let text = "<p>Nine men and one dog came down the hill today.</p>";
        for (open, close) in [
            ("<div>", "</div>"),
            ("<b>", "</b>"),
            ("<ul><li>", "</li></ul>"),
            ("<svg><td>", ""),
            ("<table><tr><td>", ""),
            ("<font size=1><i class=x>", ""),
        ] {
            let page = [&open.repeat(10_000), text, &close.repeat(10_000)].concat();
            let refused = extract(&page).err().map(|(reason, _)| reason);
            assert_eq!(refused, Some(Reason::TooDeep), "{open}");
        }
        let attributes = format!("<p {}>", "a b=c ".repeat(100_000));
        assert_eq!(extract(&attributes).unwrap_err().0, Reason::TooDeep);
        let unclosed: String = (0..20_000).map(|n| format!("<p><b id={n}>x</p>")).collect();
        assert_eq!(extract(&unclosed).unwrap_err().0, Reason::TooDeep);
    }

    #[test]
    fn a_paragraph_may_be_of_any_length() {
        let words = "Up to nine boats &amp; a raft lay at Karst & Søn’s pier, £4 a night. ";
        for times in [10, 70, 4_000] {
            let page = format!("<article><p title='{0}'>{0}</p></article>", words.repeat(times));
            let text = words.replace("&amp;", "&").repeat(times);
            assert_eq!(extract(&page).unwrap().text, text.trim_end(), "{times}");
        }
    }

    #[test]
    fn sloppy_markup_is_not_deep() {
        let row =
            "<tr><td>1<td>2\n<p>The lake froze over in nine days, the mayor said.<br>\n<li>a<li>b";
        let page = format!("<table>{}</table>", row.repeat(3000));
        assert!(extract(&page).is_ok());
    }
}
