"""Claims as pages show them: the sentence with its cue, every slot with its words, and who says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cablegraph_ontology.relations import RELATIONS, slot_names
from cablegraph_ontology.terms import KG, PROV, RDF, SCHEMA
from cablegraph_ontology.vocabulary import RELATION_CLASSES, SLOT_PROPERTIES, SLOT_TEXTS
from cablegraph_server.reading import Properties, kg, label, properties, short
from cablegraph_server.snapshot import Snapshot

CLAIM_TYPES = {RELATION_CLASSES[relation.KIND]: relation for relation in RELATIONS}

SIGNS = {2: "strongly for", 1: "for", 0: "neither for nor against", -1: "against", -2: "strongly against"}

STANDINGS = {
    "own": "the holder says so itself",
    "reported": "the newsroom reports it",
    "imputed": "somebody else says it of the holder",
    "nested": "somebody reports that the holder says it",
}


MODALITIES = {"denied": "a denial of the opposite", "past": "in the past"}


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of a claim: the thing in it and the words that named it."""

    name: str
    iri: str | None
    label: str
    words: str | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence, cut around the words that decided the reading. The cue is empty when it is not found."""

    before: str
    cue: str
    after: str
    start: int | None
    end: int | None
    """Code points in the article text."""

    @property
    def quote(self) -> str:
        """The whole sentence."""
        return self.before + self.cue + self.after

    @property
    def cue_span(self) -> tuple[int, int] | None:
        """Where the cue stands in the article text, or None."""
        if self.start is None or not self.cue:
            return None
        first = self.start + len(self.before)
        return first, first + len(self.cue)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """A claim, read from the graph."""

    iri: str
    type: str
    slots: dict[str, Slot]
    evidence: Evidence
    role: str | None
    status: str | None
    polarity: int | None
    sign: str | None
    act: str | None
    standing: str | None
    voice: str | None
    modality: str | None
    hedged: bool
    date: str | None
    dates: tuple[str | None, str | None]
    article: str | None
    headline: str | None
    publisher: str | None
    rule: str | None
    confidence: str | None
    run: str | None
    review: str | None
    disputes: list[str]

    @property
    def standing_words(self) -> str | None:
        """The standing, put plainly."""
        return STANDINGS.get(self.standing or "")

    @property
    def modality_words(self) -> str | None:
        """The modality, put plainly; None for what is simply asserted."""
        if self.modality is None or self.modality == "asserted":
            return None
        return MODALITIES.get(self.modality, self.modality)

    @property
    def verb(self) -> str:
        """How the page puts the stance: what others say of the holder is never put as its own."""
        past = self.modality == "past"
        if self.standing in ("imputed", "nested"):
            return "is said to have been" if past else "is said to be"
        return "was" if past else "is"

    @property
    def others(self) -> list[Slot]:
        """The slots in declared order, without the speaker, who is shown apart."""
        return [slot for name, slot in self.slots.items() if name != "speaker"]


def read_claim(snapshot: Snapshot, iri: str) -> ClaimView:
    """Return the claim with this IRI. What the graph does not say is None."""
    return claim_view(snapshot, iri, properties(snapshot, iri))


def read_claims(snapshot: Snapshot, iris: Iterable[str]) -> list[ClaimView]:
    """Return the claims with these IRIs, in this order."""
    return [read_claim(snapshot, iri) for iri in iris]


def claim_view(snapshot: Snapshot, iri: str, said: Properties) -> ClaimView:
    """Return a claim of which the properties are already known."""
    types = [t for t in said.iris(RDF + "type") if t in CLAIM_TYPES]
    polarity = said.number(kg("polarity"))
    article = next(iter(said.iris(kg("article"))), None)
    return ClaimView(
        iri=iri,
        type=types[0] if types else kg("Claim"),
        slots={slot.name: slot for slot in _slots(snapshot, said, types)},
        evidence=_evidence(said),
        role=said.text(kg("roleLabel")),
        status=_term(said, "status"),
        polarity=polarity,
        sign=None if polarity is None else SIGNS.get(polarity),
        act=_term(said, "act"),
        standing=_term(said, "standing"),
        voice=_term(said, "voice"),
        modality=_term(said, "modality"),
        hedged=said.flag(kg("hedged")),
        date=said.text(kg("date")),
        dates=(said.text(kg("dateFrom")), said.text(kg("dateTo"))),
        article=article,
        headline=None if article is None else label(snapshot, article),
        publisher=None if article is None else properties(snapshot, article).text(SCHEMA + "publisher"),
        rule=said.text(kg("rule")),
        confidence=said.text(kg("confidence")),
        run=next(iter(said.iris(PROV + "wasGeneratedBy")), None),
        review=_term(said, "review"),
        disputes=said.iris(kg("disputes")),
    )


def _slots(snapshot: Snapshot, said: Properties, types: list[str]) -> Iterator[Slot]:
    names = [name for t in types for name in slot_names(CLAIM_TYPES[t])] or ["speaker"]
    for name in names:
        iri = next(iter(said.iris(SLOT_PROPERTIES[name])), None)
        words = said.text(SLOT_TEXTS[name]) if name in SLOT_TEXTS else None
        if iri is not None:
            yield Slot(name, iri, label(snapshot, iri), words)
        elif words is not None:
            yield Slot(name, None, words, words)


def _evidence(said: Properties) -> Evidence:
    quote = said.text(kg("quote")) or ""
    start, end = said.number(kg("start")), said.number(kg("end"))
    cue = said.text(kg("cue")) or ""
    cue_start = said.number(kg("cueStart"))
    at = cue_start - start if cue_start is not None and start is not None else quote.find(cue)
    if not cue or at < 0 or quote[at : at + len(cue)] != cue:
        return Evidence(quote, "", "", start, end)
    return Evidence(quote[:at], cue, quote[at + len(cue) :], start, end)


def _term(said: Properties, name: str) -> str | None:
    """Return a value from a closed list as a plain word: ``kg:Own`` is "own", ``kg:act-REJECT`` "reject"."""
    found = said.text(kg(name))
    if found is None:
        return None
    return short(found).removeprefix(name + "-").lower() if found.startswith(KG) else found
