"""Many articles from few, for timing `whosaid trace`: each article again by other outlets, on other days, with other words,
numbers or names; or one number told over and over.

    python benches/retell.py news ARTICLES < news.jsonl > retold.jsonl
    python benches/retell.py family ARTICLES > family.jsonl

Of every five articles of `news` the first is as it was, the second leaves out one sentence in four, the third has other
numbers, the fourth other names, the fifth is a reprint. `family` tells of the same 12,400 volunteers in one sentence an
article, in other words each, and every sentence forty times more by other outlets. Same arguments, same bytes.
"""

import json
import random
import re
import sys
from datetime import datetime, timedelta

OUTLETS = [f"{place} {kind}" for place in "Ashford Brenna Calder Dunmore Elsk Farrow Grenholm Harrow Istel Jarrow".split()
           for kind in "Herald Post Tribune Wire Courier Gazette Monitor Dispatch".split()]
WHO = "A minister|A senior official|The mayor|An aide|The embassy|A spokeswoman|The governor|One witness".split("|")
DID = "said|announced|told reporters|claimed|wrote|confirmed".split("|")
CAME = "were sent|had arrived|crossed over|had enlisted|marched|gathered|were trained|signed up|boarded ships|dug in".split("|")
WORDS = """harbour bridge winter valley depot railway column garrison pontoon quarry orchard lighthouse ferry market cathedral
mill reservoir causeway tunnel junction barracks plateau delta ridge forest border canal refinery warehouse stadium school
airfield monastery vineyard dam embankment suburb village crossing hospital""".split()
NUMBER = re.compile(r"(?<![\w.,-])\d{1,3}(?:,\d{3})*(?![\w,-])")
NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}")


def other_number(draw, text):
    """The figure with other digits; years stay."""
    figure = int(text.replace(",", ""))
    if 1900 <= figure < 2100:
        return text
    return f"{max(2, round(figure * draw.uniform(1.2, 9))):,}"


def retold(article, way, draw, names):
    text = article["text"]
    if way == 1:
        text = "\n".join(" ".join(s for s in re.split(r"(?<=[.!?]) ", line) if draw.random() < 0.75) for line in text.split("\n"))
    elif way == 2:
        text = NUMBER.sub(lambda m: other_number(draw, m.group()), text)
    elif way == 3:
        new = {}
        text = NAME.sub(lambda m: new.setdefault(m.group(), draw.choice(names)), text)
        text = NUMBER.sub(lambda m: other_number(draw, m.group()), text)
    return text


def news(articles):
    names = ["Varessa"]
    given = 0
    for at, line in enumerate(sys.stdin):
        article = json.loads(line)
        names.extend(NAME.findall(article["text"])[:3])
        day = datetime(2022, 1, 1) + timedelta(minutes=random.Random(at).randrange(3 * 365 * 24 * 60))
        for way in range(5):
            draw = random.Random(at * 5 + way)
            later = {0: 0, 1: 2, 2: 400, 3: 400, 4: 1}[way] * 24 * 60
            date = day + timedelta(minutes=draw.randrange(later + 1))
            yield {"id": f"{article['id']}-{way}", "title": article.get("title") or "", "source": draw.choice(OUTLETS),
                   "date": date.isoformat() + "Z", "text": retold(article, way, draw, names)}
            given += 1
            if given == articles:
                return


def family(articles):
    draw = random.Random(1)
    for at in range(articles):
        if at % 41 == 0:
            where = " and the ".join(draw.sample(WORDS, draw.randrange(2, 5)))
            text = f"{draw.choice(WHO)} {draw.choice(DID)} that 12,400 volunteers {draw.choice(CAME)} near the {where}."
        date = datetime(2024, 1, 1) + timedelta(seconds=at * 7)
        yield {"id": f"f{at:07}", "title": "", "source": OUTLETS[at % len(OUTLETS)], "date": date.isoformat() + "Z", "text": text}


made = {"news": news, "family": family}[sys.argv[1]](int(sys.argv[2]))
for article in made:
    print(json.dumps(article, ensure_ascii=False))
