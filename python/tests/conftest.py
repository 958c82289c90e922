"""Articles for the tests: made up, no two alike."""

import pytest

import whosaid


def articles(count):
    towns = ["Lesna", "Karst", "Port Ansel", "Ilhara"]
    for n in range(count):
        men, town = n * 7 + 3, towns[n % 4]
        yield {
            "id": f"n{n}",
            "source": f"The {town} Post",
            "date": f"2024-05-{n % 28 + 1:02}",
            "text": (
                f"Fighting near {town}\n\nAt least {men} soldiers were killed near {town}, the "
                f"defence ministry said on day {n}.\n\n“We lost {n} men 🕊,” a commander told "
                f"reporters. The town’s mayor, Ana Brodi, denied that {men},000 people had fled."
            ),
        }


@pytest.fixture
def corpus():
    rows = list(articles(60))
    return {name: [row[name] for row in rows] for name in rows[0]}


@pytest.fixture(scope="session")
def lexicon():
    return whosaid.Extractor(reader="lexicon")


@pytest.fixture(scope="session")
def embedded():
    return whosaid.Extractor()
