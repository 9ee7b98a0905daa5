"""The rules that read a role from what a sentence says of a person, each named by the pattern that it
sees.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from cablegraph.extract.roles.belonging import Belonging
from cablegraph.extract.roles.complements import Complements
from cablegraph.extract.roles.function_words import POSSESSIVE_ENDS
from cablegraph.extract.roles.noun_phrases import NounPhrase, NounPhrases
from cablegraph.extract.roles.parties import is_party, of_party, party_at
from cablegraph.extract.roles.phrase import Phrase
from cablegraph.extract.roles.scene import Scene, Tie
from cablegraph.model import Mention, Spot
from cablegraph_ontology.lexicon import Title
from cablegraph_ontology.relations import Status
from cablegraph_ontology.terms import Kind

if TYPE_CHECKING:
    from spacy.tokens import Token

_BE = {"is", "was", "are", "were", "be", "been", "being", "got"}
_IN_CHARGE = ["in", "charge", "of"]
_AUXILIARIES = {"has", "had", "have", "will", "would", "shall", "may", "to"}
_REACH = 12
_COPULAS = {"is", "be", "been", "was", "became", "becomes", "remains", "remained"}
_NOT_SO = {"not", "n't", "never", "would", "could", "should", "may", "might", "can", "must", "to"}


def name_is_title(scene: Scene) -> Iterator[Tie]:
    """ "Li Zhaoxing is China's foreign minister", "Ban, who became Secretary-General in 2007"."""
    for spot in scene.people:
        for place in _predicates(scene, spot):
            start = _copula(scene, place)
            if start is not None and not _has_other_subject(scene, spot, place):
                status = _status(scene, place, start)
                for tie in scene.series(spot, start, "name_is_title"):
                    current = tie.phrase.status == Status.CURRENT
                    yield replace(tie, phrase=replace(tie.phrase, status=status)) if current else tie
    yield from _by_parse(scene)


def _by_parse(scene: Scene) -> Iterator[Tie]:
    """Yield what the parse says of a subject far off: "Rehman, who is under arrest, is head of the party"."""
    by_head = {i: p for p in scene.phrases if not p.plural for i in range(p.head_first, p.head_last + 1)}
    for spot in scene.people:
        token = scene.reading.root(spot)
        verb = token.head
        lower = verb.lower_
        named = token.dep_ == "nsubjpass" and lower in scene.reading.words.naming
        if not (named or (token.dep_ == "nsubj" and lower in _COPULAS)):
            continue
        if any(child.dep_ in {"neg", "aux"} and child.lower_ in _NOT_SO for child in verb.children):
            continue
        for child in _complements(verb):
            phrase = by_head.get(child.i)
            if phrase is not None and scene.name_after(phrase) is None and phrase.first > spot.last:
                status = _status(scene, _verb_start(verb), phrase.first)
                if phrase.status == Status.CURRENT:
                    phrase = replace(phrase, status=status)
                yield scene.tie(spot, phrase, "name_is_title")


def _verb_start(verb: Token) -> int:
    """Return the first token of a verb with what helps it: of "will be" the "will"."""
    return min([verb.i, *(c.i for c in verb.children if c.dep_ in {"aux", "auxpass"} and c.i < verb.i)])


def _complements(verb: Token) -> Iterator[Token]:
    """Yield what a verb says that its subject is: "is minister", "was sworn in as president"."""
    for child in verb.children:
        if child.dep_ in {"attr", "oprd"}:
            yield child
        for preposition in (child, *child.children):
            if preposition.lower_ == "as" and preposition.dep_ == "prep":
                yield from (c for c in preposition.children if c.dep_ == "pobj")


def name_who_heads(scene: Scene) -> Iterator[Tie]:
    """ "Robert Menendez, who chairs the Foreign Relations Committee"."""
    for spot in scene.people:
        for place in _predicates(scene, spot):
            yield from _heads(scene, spot, place)


def _after_and(scene: Scene, place: int) -> int:
    """Return the token after the next "and", past a few words that tell of the time."""
    for ahead in range(place, place + 4):
        if scene.reading.lower(ahead) == "and":
            return ahead + 1
        if scene.reading.person(ahead) is not None:
            break
    return place


def _heads(scene: Scene, spot: Spot, place: int) -> Iterator[Tie]:
    """Yield what somebody heads by the verb at a token, and what "and" joins: "leads X and is minister"."""
    start = _copula(scene, place)
    if start is not None:  # "who was minister until May and chairs the party"
        place = _after_and(scene, scene.by_first[start].last + 1)
    for joined in (start is not None, True):
        while place < len(scene.reading.tokens) and scene.reading.tokens.tag[place][:2] in {"RB", "MD"}:
            place += 1
        phrase = headed(scene, place)
        if phrase is None:
            start = _copula(scene, place) if joined else None
            if start is not None:
                yield from scene.series(spot, start, "name_is_title")
            return
        yield scene.tie(spot, phrase, "name_who_heads")
        place = phrase.last + 1
        if scene.reading.lower(place) == ",":
            place += 1
        if scene.reading.lower(place) != "and":
            return
        place += 1


def body_led_by_name(scene: Scene) -> Iterator[Tie]:
    """ "The International Rescue Committee, led by David Miliband"."""
    reading = scene.reading
    for place, lower in enumerate(reading.tokens.lower):
        if lower != "by" or reading.lower(place - 1) not in reading.words.heading:
            continue
        spot = scene.person_at(place + 1)
        body = scene.body_before(place - 1)
        title = scene.title_named(reading.words.heading[reading.lower(place - 1)])
        if spot is None or body is None or title is None:
            continue
        belonging = Belonging(body=body.mention)
        yield scene.tie(spot, _verb_phrase(body.first, place - 1, title, belonging), "body_led_by_name")


def name_as_title(scene: Scene) -> Iterator[Tie]:
    """ "Maxime Bernier was forced to resign as foreign minister": the subject of the verb."""
    reading = scene.reading
    for phrase in scene.phrases:
        place = phrase.first - 1
        if phrase.plural or reading.lower(place) != "as" or scene.name_after(phrase) is not None:
            continue
        spot = _with_name(scene, place) or _subject_of_as(scene, place)
        if spot is not None:
            chosen = any(reading.lower(i) in reading.words.choosing for i in range(max(0, place - 8), place))
            left = any(reading.lower(i) in reading.words.leaving for i in range(max(0, place - 4), place))
            status = Status.FORMER if left else Status.INCOMING if chosen else phrase.status
            yield scene.tie(spot, replace(phrase, status=status), "name_as_title")


def name_of_body(scene: Scene) -> Iterator[Tie]:
    """ "Richard Dicker of Human Rights Watch": a person named with a body, without a title."""
    reading = scene.reading
    title = scene.title_named("member")
    for spot in scene.people:
        if " " in spot.mention.text and title is not None:
            yield from _owned_by_body(scene, spot, title)
        place = spot.last + 1
        if reading.lower(place) == "," and reading.lower(place + 1) in {"of", "with", "from"}:
            place += 1
        if (
            title is None
            or reading.lower(place) not in {"of", "from", "with"}
            or " " not in spot.mention.text
        ):
            continue
        found = _party_or_body(scene, place + 1, place + 12)
        body = found.belonging.body if found is not None else None
        if found is None or body is None:
            continue
        described = any(_is_body_noun(scene, i) for i in range(place + 1, found.last))
        national = found.belonging.country is not None and _is_body_noun(scene, found.last, capital=True)
        if not (described or national or _is_body(scene, body)):
            continue
        if national:
            opening = place + 2 if reading.lower(place + 1) == "the" else place + 1
            body = reading.organization(opening, found.last, of=found.belonging.country)
        phrase = replace(_verb_phrase(place, place, title, Belonging(body=body)), last=found.last)
        yield scene.tie(spot, of_party(scene, phrase), "name_of_body")


def _party_or_body(scene: Scene, place: int, limit: int) -> NounPhrase | None:
    """Return the party of one word, or else the noun phrase, that starts at a token."""
    party = party_at(scene.reading, place)
    if party is not None:
        return NounPhrase(place, Belonging(body=party))
    return NounPhrases(scene.reading).read(place, min(len(scene.reading.tokens), limit))


def _owned_by_body(scene: Scene, spot: Spot, title: Title) -> Iterator[Tie]:
    """ "The Red Cross's Florian Westphal"."""
    reading = scene.reading
    end = spot.first - 1
    if reading.lower(end) == ")" and reading.lower(end - 2) == "(":
        end -= 3  # "the union's (CFMEU) John Sutton"
    if reading.lower(end) not in POSSESSIVE_ENDS:
        return
    owner = reading.spot(end - 1)
    if owner is None or owner.mention.kind != Kind.ORGANIZATION or not _is_body(scene, owner.mention):
        return
    phrase = _verb_phrase(owner.first, spot.first - 1, title, Belonging(body=owner.mention))
    yield scene.tie(spot, of_party(scene, phrase), "name_of_body")


def _is_body_noun(scene: Scene, place: int, capital: bool = False) -> bool:
    """Tell whether a noun for bodies stands at a token: "the rights group RADDHO", "the Lebanese Forces"."""
    reading = scene.reading
    return reading.lower(place) in reading.words.organ_nouns and reading.tokens.capital(place) == capital


def _is_body(scene: Scene, body: Mention) -> bool:
    """Tell whether a name is one of a body: known, or with a noun such as "University" in it."""
    known = scene.reading.lexicon.bodies.get(body.key or "")
    if known is not None:
        return known.kind != "media"
    if is_party(scene.reading, body):
        return True
    words = body.text.lower().split()
    if {"ethnic", "tribe"} & set(words) or words[-1] in scene.reading.words.areas:
        return False  # "Ashley Gardner of Utah County" lives there
    schools = scene.reading.words.nouns_of_kinds["university"]
    nouns = {words[0], words[-1]} & scene.reading.words.organ_nouns or schools & set(words)
    return bool(nouns) and len(words) > 1


# ------------------------------------------------------------------ what is said of a person
def _predicates(scene: Scene, spot: Spot) -> Iterator[int]:
    """Yield the tokens at which something may be said of a person: after the name, after "who", after ", a
    man who".
    """
    reading = scene.reading
    place = scene.after_details(spot)
    yield place
    comma = reading.lower(place) == ","
    if comma:
        place += 1
        if reading.lower(place) != "who":
            yield place
    for ahead in range(place, min(len(reading.tokens), place + (_REACH if comma else 1))):
        if reading.lower(ahead) == "who":
            yield ahead + 1
            return
        if reading.tokens.tag[ahead] in {"VBN", "IN"} and ahead > place and reading.person(ahead + 1) is None:
            continue  # "the Islamist exiled in London who heads"
        if reading.tokens.tag[ahead][:2] not in {"DT", "NN", "JJ", "CD", "PO", "HY"}:
            return


def _has_other_subject(scene: Scene, spot: Spot, place: int) -> bool:
    """Tell whether a verb after a name is another's: "Clarke, a minister under John Major, will be"."""
    verb = scene.reading.annotated.doc[place]
    for _ in range(4):
        if verb.dep_ not in {"aux", "auxpass", "advmod"}:
            break
        verb = verb.head
    subjects = (scene.reading.person(c.i) for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"})
    return any(subject is not None and subject.last < spot.first for subject in subjects)


def _copula(scene: Scene, place: int) -> int | None:
    """Return the token after "is", "was appointed", "has served as", ", named in May as", or None."""
    reading = scene.reading
    verb = passive = False
    for _ in range(8):
        lower = reading.lower(place)
        if lower in _BE or lower in reading.words.copulas:
            passive = verb = True
        elif lower in reading.words.serving and reading.lower(place + 1) == "as":
            verb, place = True, place + 1
        elif lower in reading.words.naming and (passive or reading.lower(place - 1) == ","):
            verb = True
        elif lower == "as" and verb:
            pass
        elif lower == "made" and passive:
            pass  # "was made Business Secretary"
        elif lower not in _AUXILIARIES and not _is_adverb(scene, place):
            break
        place += 1
    return place if verb and place in scene.by_first else None


def _status(scene: Scene, place: int, start: int) -> Status:
    """Return what the verb says of the time: "was a minister", "will become", "was nominated"."""
    words = [scene.reading.lower(i) for i in range(place, start)]
    if any(w in scene.reading.words.choosing for w in words) or "will" in words:
        return Status.INCOMING
    named = any(w in scene.reading.words.naming for w in words)
    return Status.FORMER if "was" in words and not named else Status.CURRENT


def _is_adverb(scene: Scene, place: int) -> bool:
    tokens = scene.reading.tokens
    return place < len(tokens) and tokens.tag[place].startswith("RB") and tokens.lower[place] not in _NOT_SO


# ------------------------------------------------------------------ verbs of heading
def headed(scene: Scene, place: int) -> Phrase | None:
    """Return the role that a verb of heading and its object stand for: "runs U.S. affairs at the
    Ministry".
    """
    reading = scene.reading
    key = reading.words.heading.get(reading.lower(place))
    start = place + 1
    if reading.lower(place) in _BE and [reading.lower(i) for i in range(start, start + 3)] == _IN_CHARGE:
        key, start = "head", start + 3  # "who is in charge of the Africa division"
    if key is None or place >= len(reading.tokens):
        return None
    title = scene.title_named(key)
    if key == "spokesperson":
        if reading.lower(start) != "for":
            return None
        start += 1
    if key == "president" and reading.lower(start) == "over":
        start += 1
    found = _party_or_body(scene, start, start + 16)
    if title is None or found is None:
        return None
    if title.key == "representative" and any(
        reading.lower(i) in reading.words.constituencies for i in range(start, found.last + 1)
    ):
        return None  # "who represented Virginia's 5th district": its body is the chamber
    return _with_object(scene, (place, start), title, key, found)


def _with_object(
    scene: Scene, places: tuple[int, int], title: Title, role: str, found: NounPhrase
) -> Phrase | None:
    """Return the role of a verb and its object, which start at two tokens."""
    reading = scene.reading
    place, start = places
    belonging = found.belonging
    more = Complements(reading).read(found.last + 1, title)
    body, whole = belonging.body, more.belonging.body
    part = body is not None and body.key is None and whole is not None and whole.key is not None
    if part:  # "the Africa division at Human Rights Watch"
        role, belonging = f"{role} of {reading.words_of(start, found.last)}", more.belonging
    elif belonging.body is None and (belonging.noun is None or more.belonging.body is not None):
        if more.belonging.body is not None:
            role = f"{role} of {reading.words_of(start, found.last)}"
            belonging = more.belonging
        elif belonging.person is None and (belonging.country is None or found.topic):
            return None
    last = max(found.last, more.last)
    return Phrase(
        place,
        last,
        place,
        place,
        title,
        False,
        role,
        Status.CURRENT,
        belonging.with_organ(reading),
        "the",
        True,
    )


def _verb_phrase(first: int, last: int, title: Title, belonging: Belonging) -> Phrase:
    return Phrase(
        first, last, last, last, title, False, title.words[0], Status.CURRENT, belonging, "the", True
    )


# ------------------------------------------------------------------ "as"
def _with_name(scene: Scene, place: int) -> Spot | None:
    """Return the person in "with Hamid Karzai as prime minister"."""
    spot = scene.reading.person(place - 1)
    return spot if spot is not None and scene.reading.lower(spot.first - 1) == "with" else None


def _subject_of_as(scene: Scene, place: int) -> Spot | None:
    """Return the person who does something as the holder of a title: the subject, or the object of a
    naming.
    """
    reading = scene.reading
    verb = reading.annotated.doc[place].head
    for _ in range(4):
        found = {
            child.dep_: _person_of(scene, child)
            for child in verb.children
            if child.dep_ in {"nsubj", "nsubjpass", "dobj"}
        }
        if verb.lower_ in reading.words.naming and "dobj" in found:
            return found["dobj"] or (reading.person(verb.head.i) if verb.dep_ == "relcl" else None)
        subject = found.get("nsubj") or found.get("nsubjpass")
        if subject is not None:
            return subject
        if verb.head.i == verb.i or verb.dep_ not in {"xcomp", "conj", "ccomp", "advcl"} or "nsubj" in found:
            return None
        verb = verb.head
    return None


def _person_of(scene: Scene, token: Token) -> Spot | None:
    """Return the person whom a noun names, itself or by an apposition: "his foreign minister, Ban
    Ki-moon".
    """
    spot = scene.reading.person(token.i)
    if spot is not None:
        return spot
    return next((s for c in token.children if c.dep_ == "appos" and (s := scene.reading.person(c.i))), None)
