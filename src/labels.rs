//! Every closed list of labels, each with its meaning: one place for code, tables,
//! codebook and gold files to agree on.

/// Declares an enum whose variants have a name in files and a meaning in the codebook.
macro_rules! labels {
    ($(#[$doc:meta])* $name:ident { $($variant:ident $text:literal $meaning:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, ::serde::Serialize, ::serde::Deserialize)]
        pub enum $name {
            $(
                #[doc = $meaning]
                #[serde(rename = $text)]
                $variant,
            )+
        }

        impl $name {
            /// Every label, in the order of the codebook.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// Every label as it stands in files, with its meaning.
            pub const LABELS: &'static [(&'static str, &'static str)] =
                &[$(($text, $meaning),)+];

            /// The label as it stands in files.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text,)+ }
            }

            /// What it means, as the codebook says it.
            pub fn meaning(self) -> &'static str {
                match self { $($name::$variant => $meaning,)+ }
            }

            /// The label written as `text` in files, if there is one.
            pub fn from_name(text: &str) -> Option<Self> {
                match text { $($text => Some($name::$variant),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}
pub(crate) use labels;

labels! {
    /// What part a block of text plays in the article.
    RegionKind {
        Title "title" "headline of the article",
        Heading "heading" "heading of a section",
        Body "body" "running text",
        Caption "caption" "caption or credit of a picture",
        Boilerplate "boilerplate" "not part of the article: menus, teasers, pleas, widgets; yields no claims",
    }
}

labels! {
    /// What a number is. The first six are claims; the rest are kept only on request.
    Kind {
        Count "count" "a number of things or people",
        Money "money" "an amount of money",
        Percent "percent" "a percentage or percentage points",
        Measure "measure" "distance, area, weight, speed, temperature, power and the like",
        Duration "duration" "a length of time",
        Ratio "ratio" "a fraction, multiple or share (one in five, two thirds, tenfold)",
        Date "date" "a date or year",
        Time "time" "a time of day",
        Age "age" "somebody's age",
        Ordinal "ordinal" "a place in an order (the first, 3rd)",
        Identifier "identifier" "a name or number of something (Article 5, F-16, Highway 61)",
        Section "section" "the number of a section, page or list item",
        Score "score" "a result of a game",
    }
}

impl Kind {
    /// Whether a number of this kind counts or measures something.
    pub fn is_claim(self) -> bool {
        self <= Kind::Ratio
    }
}

labels! {
    /// How exact a number claims to be.
    Modifier {
        Exact "exact" "no modifier",
        Approx "approx" "about, around, nearly, almost, roughly, some 500, estimated",
        MoreThan "more_than" "over, more than, exceeding",
        AtLeast "at_least" "at least, no fewer than",
        AtMost "at_most" "up to, as many as, at most, a maximum of",
        LessThan "less_than" "under, fewer than, less than",
        Range "range" "two ends: 3,000 to 5,000, between six and eight",
        Vague "vague" "a magnitude only: dozens, hundreds, several thousand",
    }
}

impl Modifier {
    /// The words for it before a number, "up to " for one; none where the number says it itself.
    pub fn words(self) -> &'static str {
        match self {
            Modifier::Exact | Modifier::Range | Modifier::Vague => "",
            Modifier::Approx => "about ",
            Modifier::MoreThan => "more than ",
            Modifier::AtLeast => "at least ",
            Modifier::AtMost => "up to ",
            Modifier::LessThan => "less than ",
        }
    }
}

labels! {
    /// The direction of a quantity that is itself a change.
    Trend {
        Up "up" "a rise",
        Down "down" "a fall",
    }
}

labels! {
    /// What a number is about.
    Topic {
        Personnel "personnel" "troops, fighters, police, workers as strength, deployed, offered, trained",
        Killed "killed" "people killed",
        Wounded "wounded" "people wounded or injured",
        Casualties "casualties" "losses, killed and wounded together",
        Captured "captured" "prisoners, detained, arrested, hostages",
        Missing "missing" "people missing",
        Displaced "displaced" "refugees, evacuated, displaced people",
        Population "population" "other people",
        Weapons "weapons" "missiles, drones, tanks, shells, aircraft, ships",
        Incidents "incidents" "attacks, strikes, cases",
        Infrastructure "infrastructure" "buildings, homes, towns, power",
        Money "money" "amounts of money",
        Share "share" "percentages and ratios",
        Time "time" "durations",
        Distance "distance" "lengths and distances",
        Other "other" "anything else",
    }
}

labels! {
    /// How the sentence commits itself to what happened to the counted thing.
    Modality {
        Asserted "asserted" "stated as fact",
        Planned "planned" "plans, offers, pledges, the future",
        Possible "possible" "may, could, feared, allegedly possible",
        Denied "denied" "said not to be so",
        Hypothetical "hypothetical" "if",
    }
}

labels! {
    /// Whether the content stands in quotation marks.
    QuoteForm {
        Direct "direct" "all of the content stands in quotation marks",
        Mixed "mixed" "part of the content stands in quotation marks",
        Indirect "indirect" "none of the content stands in quotation marks",
    }
}

labels! {
    /// Who vouches for the content of an attribution.
    SourceType {
        HeadOfState "head_of_state" "president, prime minister, monarch, supreme leader, in person or by own office",
        MinistryStatement "ministry_statement" "a government, ministry, embassy, agency or state as an institution",
        NamedOfficial "named_official" "a named civil officer of the executive, judge, diplomat, minister, governor, mayor, spokesperson",
        AnonymousOfficial "anonymous_official" "an unnamed person with official access",
        AnonymousSource "anonymous_source" "an unnamed person, no official standing stated",
        Military "military" "a state's armed force or its members speaking for it",
        ArmedGroup "armed_group" "a non-state belligerent or its members",
        Intelligence "intelligence" "an intelligence or security service, as institution or by its named head",
        LocalAuthority "local_authority" "police, prosecutors, courts, emergency services, hospitals, local administration as an institution",
        Lawmaker "lawmaker" "a legislator, party, candidate or parliament",
        StateMedia "state_media" "a state-run or state-captured outlet",
        NewsOutlet "news_outlet" "any other outlet, agency or reporters",
        SocialMedia "social_media" "a channel, blogger, post or video not tied to a person of another class",
        Expert "expert" "an academic, analyst, think tank, retired officer as commentator, lawyer or doctor as expert",
        IgoNgo "igo_ngo" "an intergovernmental or non-governmental organisation and its people",
        Company "company" "a business or its people",
        Document "document" "a law, treaty, report, poll, filing, letter, satellite image",
        Individual "individual" "a witness, resident, victim, relative, activist, celebrity, individual soldier or prisoner",
        Unspecified "unspecified" "nobody in particular: reportedly, there are reports, it is believed, critics say",
    }
}

labels! {
    /// Why an input could not be read: the closed list of `rejects.csv`.
    Reason {
        Unreadable "unreadable" "the file could not be opened or read",
        Truncated "truncated" "the compressed or Parquet file ends too early or is damaged",
        BadJson "bad_json" "the line is not a JSON object",
        BadCsv "bad_csv" "the row does not fit the header, or its quotation marks do not close",
        BadRecord "bad_record" "the record of a web archive is damaged",
        BadEncoding "bad_encoding" "the bytes are not text in any encoding that could be told",
        Binary "binary" "the file is not text",
        MissingText "missing_text" "the record has no text field or column",
        Empty "empty" "the article has no words",
        NoMainText "no_main_text" "the page holds no article text",
        Language "language" "the article is in another language than is asked for",
        TooLarge "too_large" "the article, or what its rows would take, is larger than the limit",
        LongSentence "long_sentence" "a sentence is longer than the limit",
        TooDeep "too_deep" "the markup is nested deeper than the limit",
        Failed "failed" "the program failed on this article; please report it",
    }
}

labels! {
    /// What part a claim plays in its family.
    Role {
        Origin "origin" "the first telling of the family",
        Relay "relay" "a telling that has the number from an earlier one: reprints, citations, restatements by the source itself",
        Denial "denial" "its sentence, or the one after it, says that it is not so",
        Independent "independent" "a compatible number from a source that did not have it from the origin",
    }
}

labels! {
    /// How a telling changed.
    Change {
        SourceStrengthened "source_strengthened" "a firmer source than any before: an unnamed official becomes a ministry, one source several, a report an announcement",
        HedgeDropped "hedge_dropped" "the figure stays, a word that hedged it is gone: up to, nearly, reportedly, could",
        NumberChanged "number_changed" "another figure, bound or unit: rounded, bound turned, people become families",
        ActorChanged "actor_changed" "somebody else does it",
        ModalityChanged "modality_changed" "what was planned or possible is told as done",
        AttributionDropped "attribution_dropped" "the writer states what was said by somebody",
    }
}

labels! {
    /// What a node of the source graph is.
    Node {
        Article "article" "an article of the corpus",
        Outlet "outlet" "an outlet that is cited, with no article of its own in the family",
        Source "source" "anybody else who is cited",
    }
}

/// `source_type` of a claim that no attribution holds.
pub const UNATTRIBUTED: &str = "unattributed";
