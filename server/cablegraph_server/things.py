"""What the page of a thing shows, kind by kind: one table of sections, each an indexed pattern."""

from __future__ import annotations

from dataclasses import dataclass, field

from cablegraph_ontology.terms import Kind
from cablegraph_server.identities import about, combined, split_off, standing_for
from cablegraph_server.reading import kg, label, properties, select
from cablegraph_server.snapshot import Snapshot

# Of a thing with more claims, these many are listed and counted, and the page says so. It takes two seconds.
MOST_ITEMS = 50_000


# What orders the items of a view.
DATES = {"claims": "kg:date", "tenures": "kg:seenTo"}


@dataclass(frozen=True, slots=True)
class Section:
    """A list on a page. `pattern` binds ?item, and THIS stands for the thing of the page."""

    key: str
    title: str
    view: str
    """How an item is shown: "claims" or "tenures"."""
    pattern: str


@dataclass(frozen=True, slots=True)
class Summary:
    """A table that counts stances: the thing of the page in one slot, what stands in the other in rows."""

    title: str
    this: str
    other: str


@dataclass(frozen=True, slots=True)
class Layout:
    """The summary and the sections of a page, in reading order."""

    sections: tuple[Section, ...] = ()
    summary: Summary | None = None


def _stances(slot: str) -> str:
    return f"?item kg:{slot} THIS ; a kg:StanceClaim ."


def _sided(comparison: str) -> str:
    return f"{_stances('policy')} ?item kg:polarity ?polarity . FILTER(?polarity {comparison})"


def _tenures(slot: str) -> str:
    return f"?item kg:{slot} THIS ; a kg:Tenure ."


def _roles(slot: str) -> str:
    return f"?item kg:{slot} THIS ; a kg:RoleClaim ."


_SPEAKER = Section("statements", "What they are on record as saying", "claims", "?item kg:speaker THIS .")
_POSITIONS = Section("stances", "Positions", "claims", _stances("holder"))
_TARGET = Section("target", "Addressed or criticised by others", "claims", _stances("target"))

_ACTOR = Summary("Where it stands", "holder", "policy")

LAYOUTS: dict[Kind, Layout] = {
    Kind.PERSON: Layout(
        sections=(
            Section("offices", "Offices, as seen in the articles", "tenures", _tenures("person")),
            _SPEAKER,
            Section("roles", "The sentences that name the offices", "claims", _roles("person")),
            Section("stances", "Own positions", "claims", _stances("holder")),
            _TARGET,
        ),
        summary=_ACTOR,
    ),
    Kind.ORGANIZATION: Layout(
        sections=(
            _POSITIONS,
            Section("officials", "Officials, as seen in the articles", "tenures", _tenures("agency")),
            _SPEAKER,
            _TARGET,
            Section("roles", "The sentences that name its officials", "claims", _roles("agency")),
        ),
        summary=_ACTOR,
    ),
    Kind.COUNTRY: Layout(
        sections=(
            _POSITIONS,
            Section("officials", "Officials, as seen in the articles", "tenures", _tenures("country")),
            _SPEAKER,
            _TARGET,
            Section("roles", "The sentences that name its officials", "claims", _roles("country")),
        ),
        summary=_ACTOR,
    ),
    Kind.POLICY: Layout(
        sections=(
            Section("for", "For it", "claims", _sided("> 0")),
            Section("against", "Against it", "claims", _sided("< 0")),
            Section("neither", "Neither", "claims", _sided("= 0")),
        ),
        summary=Summary("Who is for it, who is against it", "policy", "holder"),
    ),
    Kind.OFFICE: Layout(
        sections=(
            Section("people", "Who was seen in this office", "tenures", _tenures("office")),
            Section("roles", "The sentences that say so", "claims", _roles("office")),
        ),
    ),
    Kind.TENURE: Layout(
        sections=(Section("claims", "The claims behind it", "claims", "THIS kg:fromClaim ?item ."),),
    ),
    Kind.ARTICLE: Layout(
        sections=(Section("claims", "Claims", "claims", "?item kg:article THIS ; kg:quote ?quote ."),),
    ),
}


@dataclass(frozen=True, slots=True)
class Items:
    """The IRIs in a section, newest first, and whether the list was cut at `MOST_ITEMS`."""

    iris: tuple[str, ...]
    cut: bool = False


def items(snapshot: Snapshot, iri: str, section: Section, narrowed: tuple[str, str] | None = None) -> Items:
    """Return what stands in a section of a thing's page, newest first, remembered for the generation.

    `narrowed` is a slot and the IRI that it must hold: ``("policy", ".../policy/repatriation")``.
    """
    key = ("items", iri, section, narrowed)
    return snapshot.recent(key, lambda: _items(snapshot, iri, section, narrowed))


def _items(snapshot: Snapshot, iri: str, section: Section, narrowed: tuple[str, str] | None) -> Items:
    choices = [about(snapshot, iri, section.pattern)]
    if narrowed is not None:
        slot, other = narrowed
        choices.append(about(snapshot, other, f"?item kg:{slot} THIS ."))
    pattern = combined(choices)
    rows = select(
        snapshot,
        f"SELECT ?item ?date WHERE {{ {{ SELECT DISTINCT ?item {{ {pattern} }} LIMIT {MOST_ITEMS + 1} }} "
        f"OPTIONAL {{ ?item {DATES[section.view]} ?date }} }}",
    )
    dated: dict[str, str] = {}
    for item, date in rows:
        if item is not None:
            dated[item] = max(date or "", dated.get(item, ""))
    # Two stable sorts: by IRI within a day, the newest day first.
    ordered = sorted(sorted(dated), key=lambda item: dated[item], reverse=True)
    return Items(tuple(ordered[:MOST_ITEMS]), cut=len(ordered) > MOST_ITEMS)


@dataclass(slots=True)
class Balance:
    """How often claims put one actor for or against one policy, by who says so."""

    iri: str
    label: str
    own: dict[str, int] = field(default_factory=lambda: {"for": 0, "against": 0, "neither": 0})
    """In its own voice, or as the newsroom reports."""
    said: dict[str, int] = field(default_factory=lambda: {"for": 0, "against": 0, "neither": 0})
    """Imputed to it, or reported at second hand."""

    @property
    def total(self) -> int:
        """Number of claims."""
        return sum(self.own.values()) + sum(self.said.values())


def balances(snapshot: Snapshot, iri: str, summary: Summary) -> tuple[Balance, ...]:
    """Return the summary table of a thing, the most claims first, remembered for the generation."""
    return snapshot.recent(("balances", iri, summary), lambda: _balances(snapshot, iri, summary))


def _balances(snapshot: Snapshot, iri: str, summary: Summary) -> tuple[Balance, ...]:
    pattern = combined([about(snapshot, iri, f"?item kg:{summary.this} THIS ; a kg:StanceClaim .")])
    rows = select(
        snapshot,
        f"SELECT ?named ?off ?polarity ?standing (COUNT(?item) AS ?n) WHERE {{ "
        f"{{ SELECT ?item {{ {pattern} }} LIMIT {MOST_ITEMS} }} "
        f"?item kg:{summary.other} ?named ; kg:polarity ?polarity . "
        f"{split_off(snapshot, '?named')} "
        "OPTIONAL { ?item kg:standing ?standing } "
        "FILTER NOT EXISTS { ?item kg:review kg:Rejected } } GROUP BY ?named ?off ?polarity ?standing",
    )
    found: dict[str, Balance] = {}
    for named, off, polarity, standing, n in rows:
        sign = _side(polarity)
        if named is None or sign is None or n is None:
            continue
        other = standing_for(snapshot, off or named)
        if other not in found:
            found[other] = Balance(other, label(snapshot, other))
        counts = found[other].said if standing in (kg("Imputed"), kg("Nested")) else found[other].own
        counts[sign] += int(n)
    return tuple(sorted(found.values(), key=lambda b: (-b.total, b.label, b.iri)))


def _side(polarity: str | None) -> str | None:
    if polarity is None or not polarity.lstrip("+-").isdecimal():
        return None
    number = int(polarity)
    if number == 0:
        return "neither"
    return "for" if number > 0 else "against"


@dataclass(frozen=True, slots=True, kw_only=True)
class TenureView:
    """Somebody seen in an office: a lower bound of the term, not the term."""

    iri: str
    person: tuple[str, str] | None
    office: tuple[str, str] | None
    agency: tuple[str, str] | None
    country: tuple[str, str] | None
    seen_from: str | None
    seen_to: str | None
    claims: int


def read_tenure(snapshot: Snapshot, iri: str) -> TenureView:
    """Return a tenure; its things are pairs of IRI and label."""
    said = properties(snapshot, iri)

    def thing(name: str) -> tuple[str, str] | None:
        found = next(iter(said.iris(kg(name))), None)
        return None if found is None else (found, label(snapshot, found))

    return TenureView(
        iri=iri,
        person=thing("person"),
        office=thing("office"),
        agency=thing("agency"),
        country=thing("country"),
        seen_from=said.text(kg("seenFrom")),
        seen_to=said.text(kg("seenTo")),
        claims=len(said.iris(kg("fromClaim"))),
    )
