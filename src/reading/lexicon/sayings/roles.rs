//! Small closed lists about the words around a cue: persons, occasions, showing things.

/// Nouns that describe a person or persons who may speak.
pub(super) fn is_person_noun(word: &str) -> bool {
    matches!(
        word,
        "spokesman" | "spokeswoman" | "spokesperson" | "spokesmen" | "spokespeople" | "official"
            | "officials" | "officer" | "officers" | "minister" | "president" | "chief" | "head"
            | "director" | "chairman" | "chairwoman" | "chair" | "secretary" | "governor" | "mayor"
            | "ambassador" | "envoy" | "diplomat" | "commander" | "general" | "colonel" | "analyst"
            | "analysts" | "expert" | "experts" | "professor" | "fellow" | "researcher" | "scholar"
            | "lawyer" | "attorney" | "judge" | "prosecutor" | "senator" | "lawmaker" | "member"
            | "leader" | "activist" | "resident" | "residents" | "witness" | "witnesses"
            | "journalist" | "reporter" | "correspondent" | "editor" | "author" | "doctor" | "nurse"
            | "teacher" | "student" | "farmer" | "worker" | "workers" | "soldier" | "fighter"
            | "executive" | "ceo" | "founder" | "owner" | "manager" | "economist" | "historian"
            | "scientist" | "adviser" | "advisor" | "aide" | "deputy" | "representative" | "source"
            | "sources" | "politician" | "candidate" | "commissioner" | "sheriff" | "detective"
            | "man" | "woman" | "mother" | "father" | "son" | "daughter" | "wife" | "husband"
            | "brother" | "sister" | "neighbor" | "neighbour" | "friend" | "survivor" | "victim"
            | "guards" | "guard" | "protesters" | "protester" | "coordinator" | "co-founder"
            | "co-director" | "democrat" | "republican" | "independent" | "veteran" | "pilot"
            | "captain" | "priest" | "bishop" | "cleric" | "critic" | "specialist" | "consultant"
            | "people" | "person" | "chancellor" | "king" | "premier" | "columnist" | "strategist"
            | "supporter" | "opponent" | "organizer" | "lieutenant" | "admiral" | "speaker"
            | "counsel" | "inspector" | "superintendent" | "trader" | "engineer" | "biologist"
    )
}

/// Nouns of the occasion or the way of speaking: "in a statement", "on Twitter".
pub(super) fn is_occasion(word: &str) -> bool {
    matches!(
        word,
        "statement" | "statements" | "conference" | "interview" | "interviews" | "briefing" | "speech"
            | "address" | "tweet" | "tweets" | "post" | "posts" | "message" | "letter" | "email"
            | "e-mail" | "twitter" | "facebook" | "telegram" | "instagram" | "report" | "article"
            | "remarks" | "comments" | "release" | "hearing" | "testimony" | "call" | "video"
            | "memo" | "op-ed" | "appearance" | "broadcast" | "note" | "blog" | "reply" | "response"
            | "show" | "podcast" | "meeting" | "phone" | "telephone" | "press" | "condition"
            | "background" | "anonymity" | "debate" | "rally" | "television" | "platform" | "media"
            | "news" | "stage" | "event" | "update" | "summit" | "court"
    )
}

/// Nouns of things that show or find: only these make "show" and "find" a cue.
pub(super) fn is_evidence(word: &str) -> bool {
    matches!(
        word,
        "footage" | "video" | "videos" | "image" | "images" | "imagery" | "photo" | "photos"
            | "photograph" | "photographs" | "picture" | "pictures" | "poll" | "polls" | "survey"
            | "surveys" | "study" | "studies" | "report" | "reports" | "data" | "figures" | "record"
            | "records" | "document" | "documents" | "filing" | "filings" | "investigation"
            | "inquiry" | "analysis" | "review" | "audit" | "research" | "statistics" | "results"
            | "recording" | "recordings" | "clip" | "clips" | "map" | "maps" | "intelligence"
            | "evidence" | "assessment" | "test" | "tests" | "court" | "jury" | "panel" | "commission"
            | "researchers" | "investigators" | "estimates" | "polling" | "emails" | "email"
            | "transcript" | "memo" | "letter" | "post" | "posts" | "tweet" | "tweets" | "screenshot"
            | "livestream" | "returns" | "watchdog" | "probe" | "autopsy" | "examination" | "judge"
            | "authors" | "scientists" | "broadcast" | "television" | "tv" | "photographer"
    )
}
