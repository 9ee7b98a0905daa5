"""Which words are persons, bodies and countries, and which only look like them."""

from __future__ import annotations

import time
from functools import cache

import pytest

from cablegraph.annotate import Annotator, load_model
from cablegraph.model import Annotated, Article, Block, BlockKind
from cablegraph.spotting.spot import Spotter
from cablegraph_ontology import lexicon
from cablegraph_ontology.terms import Kind


@cache
def annotator() -> Annotator:
    nlp = load_model()
    return Annotator(nlp, Spotter(nlp, lexicon.default()))


def annotated(text: str) -> Annotated:
    return annotator().annotate_one(
        Article(document="case", text=text, blocks=(Block(0, len(text), BlockKind.BODY),))
    )


def spots(text: str, kind: Kind) -> list[str]:
    return [s.mention.text for s in annotated(text).spots if s.mention.kind == kind]


PERSONS = [
    ("The President of the ICAO Council Salvatore Sciacchitano opened the meeting.", ["Salvatore Sciacchitano"]),
    ("She met the Speaker of the Mongolian Parliament Zandanshatar, and left.", ["Zandanshatar"]),
    ("It named former Director of the Security Bureau (UBK) Sasho Mijalkov.", ["Sasho Mijalkov"]),
    ("They named former Prime Minister of the Republic of North Macedonia Nikola Gruevski.", ["Nikola Gruevski"]),
    ("Assistant Secretary for Near Eastern Affairs Joan Baker spoke.", ["Joan Baker"]),
    ("Special Envoy on Climate Issues Edelgeriyev answered.", ["Edelgeriyev"]),
    ('Ambassador C.B. "Sully" Sullenberger spoke in Montreal.', ['C.B. "Sully" Sullenberger']),
    ("President von der Leyen and President de la Rua spoke.", ["von der Leyen", "de la Rua"]),
    ("The bureau is led by an Ambassador-at-Large. Starting today, it is open.", []),
    ("He was Ambassador to Chad, and before that in Near Eastern Affairs, a bureau.", []),
    ("She is Chief Corporate Affairs Officer of a parcel firm.", []),
    ("He was Acting Deputy Principal Director of the centre.", []),
    ("He wrote to the Pakistani Federal Secretary Interior on Monday.", []),
    ("U.S. Ambassador to Armenia Lynne Tracy was in town.", ["Lynne Tracy"]),
    ("North Korean envoy Pak Gil Yon spoke.", ["Pak Gil Yon"]),
    ("Foreign Minister Don Pramudwinai of Thailand spoke.", ["Don Pramudwinai"]),
    ("All UN Member States voted for it.", []),
    ("The Chairman of the Commission on External Relations Le Hoai Trung spoke.", ["Le Hoai Trung"]),
    ("The Director of the Office of the Foreign Affairs Commission Yang Jiechi spoke.", ["Yang Jiechi"]),
    ("Deputy Minister of Defense Sr. Lt. Gen. Hoang Xuan Chien spoke.", ["Hoang Xuan Chien"]),
    ("He was Chief of the International Laboratory Branch, a unit in Abidjan.", []),
    ("The Minister of Health of Kenya welcomed the visit.", []),
]  # fmt: skip

BODIES = [
    ("He left the Bureau of Arms Control, Verification and Compliance.",
     ["Bureau of Arms Control, Verification and Compliance"]),
    ("She runs the Bureau of Democracy, Human Rights, and Labor now.",
     ["Bureau of Democracy, Human Rights, and Labor"]),
    ("The Bureau of International Organization Affairs said so.", ["Bureau of International Organization Affairs"]),
    ("The Assistant Secretary for International Organization Affairs spoke.", []),
    ("He works at the University of Maribor.", ["University of Maribor"]),
    ("She left the Peterson Institute for Peace.", ["Peterson Institute for Peace"]),
    ("The office of lawyers, doctors and teachers is closed.", []),
    ("Anna Koch, director of Water Watch, spoke.", ["Water Watch"]),
    ("He is an analyst at Capital Economics in Oslo.", ["Capital Economics"]),
    ("She works for Acme Inc. in Ohio.", ["Acme Inc."]),
    ("He leads the Campaign to End Torture now.", ["Campaign to End Torture"]),
    ("She founded the Committee to Protect Bloggers in May.", ["Committee to Protect Bloggers"]),
    ("The group Lawyers for Human Rights and the Friends of Lake Turkana sued.",
     ["Lawyers for Human Rights", "Friends of Lake Turkana"]),
    ("The Bureau of Labor Statistics said so.", ["Bureau of Labor Statistics"]),
    ("The plane left Nnamdi Azikiwe International Airport on Monday.", []),
    ("Doctors for the most part agreed to watch.", []),
    ("The National Security Council met, and the Security Council too.",
     ["National Security Council", "Security Council"]),
    ("The Inter-American Development Bank lent money.", ["Inter-American Development Bank"]),
]  # fmt: skip

COUNTRIES = [
    ("Latin American leaders met in the South China Sea.", []),
    ("American and Chinese ships sailed through the South China Sea.", ["American", "Chinese"]),
    ("A reporter of the Washington Post went to New Mexico.", []),
    ("Native American and Mexican farmers met near Jordan River.", ["Mexican"]),
]


@pytest.mark.parametrize(("text", "persons"), PERSONS)
def test_persons(text: str, persons: list[str]) -> None:
    assert spots(text, Kind.PERSON) == persons


def test_name_of_a_regime_is_no_full_name() -> None:
    text = "The Ortega-Murillo regime fell. President Ortega left."
    people = [s.mention for s in annotated(text).spots if s.mention.kind == Kind.PERSON]
    assert [m.name for m in people if m.text == "Ortega"] == ["Ortega"]


@pytest.mark.parametrize(("text", "bodies"), BODIES)
def test_bodies(text: str, bodies: list[str]) -> None:
    assert spots(text, Kind.ORGANIZATION) == bodies


@pytest.mark.parametrize(("text", "countries"), COUNTRIES)
def test_countries(text: str, countries: list[str]) -> None:
    assert spots(text, Kind.COUNTRY) == countries


@pytest.mark.parametrize(
    "text",
    ["Director of " * 4000, "Bureau of Peace, " * 3000, 'President "A" ' * 3000, "von der " * 5000],
    ids=["titles", "bureaus", "nicknames", "particles"],
)
def test_hostile_text_is_read_in_linear_time(text: str) -> None:
    doc = annotator()._nlp.make_doc(text)
    parsed = Annotated(
        Article(document="case", text=text, blocks=(Block(0, len(text), BlockKind.BODY),)), doc, (0,)
    )
    for token in doc:
        token.is_sent_start = token.i == 0
    start = time.process_time()
    annotator()._spotter.spot(parsed)
    assert time.process_time() - start < 5
