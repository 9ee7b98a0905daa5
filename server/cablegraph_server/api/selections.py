"""What the lists of the API show, as patterns of a query. Every one begins with an index where it can."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from cablegraph_ontology.relations import Modality, Standing, Voice
from cablegraph_ontology.terms import Kind
from cablegraph_ontology.vocabulary import value_iri
from cablegraph_server.api.asked import Asked
from cablegraph_server.api.names import ACTORS, thing
from cablegraph_server.api.rows import Selection, date_term, decimal_term, text_term
from cablegraph_server.api.topics import below
from cablegraph_server.identities import about, combined
from cablegraph_server.reading import node
from cablegraph_server.snapshot import Snapshot

STANCES = (
    *("policy", "topic", "target", "speaker", "from", "to", "side", "standing", "modality"),
    *("min_confidence", "rejected"),
)
"""The parameters that choose stances, beside the holder."""
OFFICIALS = (
    *("person", "agency", "country", "office", "role", "on", "from", "to"),
    *("voice", "min_confidence"),
)


class Side(StrEnum):
    """Where a stance is on the scale from -2 to 2."""

    FOR = "for"
    AGAINST = "against"
    NEITHER = "neither"


SIDES = {Side.FOR: "> 0", Side.AGAINST: "< 0", Side.NEITHER: "= 0"}


def stances(snapshot: Snapshot, asked: Asked, holder: str | None) -> Selection:
    """Return the stances of a holder, or of all.

    The time grows with the claims on the things that are named. When none is, all stances are looked at and
    sorted: 0.1 s for 12,000.
    """
    named = {
        "holder": holder,
        "policy": thing(snapshot, asked, "policy", Kind.POLICY),
        "target": thing(snapshot, asked, "target", *ACTORS),
        "speaker": thing(snapshot, asked, "speaker", *ACTORS),
    }
    topic = thing(snapshot, asked, "topic", Kind.POLICY)
    choices = [
        about(snapshot, iri, f"?item kg:{slot} THIS .") for slot, iri in named.items() if iri is not None
    ]
    if topic is not None:
        listed = " ".join(str(node(policy)) for policy in sorted(below(snapshot, topic)))
        choices.append((f"VALUES ?below {{ {listed} }} ?item kg:policy ?below .",))
    if topic is None and not any(named[slot] for slot in ("holder", "policy", "target")):
        # Only stances have these; to ask for the class as well takes longer than all else.
        choices.append(("?item a kg:StanceClaim .",))
    return Selection(combined(choices, " ".join(_said(asked))) + _without_rejected(asked), "kg:date")


def _without_rejected(asked: Asked) -> str:
    # Few claims are rejected. To take that set away is twenty times as fast as to look at every claim.
    return "" if asked.flag("rejected") else " MINUS { ?item kg:review kg:Rejected }"


def _said(asked: Asked) -> Iterable[str]:
    """Yield the conditions on when and how a stance is claimed."""
    first, last = asked.day("from"), asked.day("to")
    if first is not None or last is not None:
        yield "?item kg:date ?when ."
    if first is not None:
        yield f"FILTER(?when >= {date_term(first)})"
    if last is not None:
        yield f"FILTER(?when <= {date_term(last)})"
    if sides := asked.choices("side", Side):
        signs = " || ".join(f"?polarity {SIDES[side]}" for side in sides)
        yield f"?item kg:polarity ?polarity FILTER({signs})"
    yield from _one_of("standing", asked.choices("standing", Standing))
    yield from _one_of("modality", asked.choices("modality", Modality))
    least = asked.share("min_confidence")
    if least is not None:
        yield f"?item kg:confidence ?confidence FILTER(?confidence >= {decimal_term(least)})"


def _one_of(name: str, values: Iterable[StrEnum], item: str = "?item") -> Iterable[str]:
    iris = [str(node(value_iri(value))) for value in values]
    if len(iris) == 1:
        yield f"{item} kg:{name} {iris[0]} ."
    elif iris:
        yield f"{item} kg:{name} ?{name} FILTER(?{name} IN ({', '.join(iris)}))"


def officials(snapshot: Snapshot, asked: Asked) -> Selection:
    """Return who was seen in which office.

    These are tenures, computed once from all claims on persons in office, without rejected ones. With nothing
    but dates or a role to go by, all tenures are looked at; there are a few for a hundred claims.
    """
    choices: list[Sequence[str]] = []
    for name, kind in (("person", Kind.PERSON), ("agency", Kind.ORGANIZATION), ("office", Kind.OFFICE)):
        iri = thing(snapshot, asked, name, kind)
        if iri is not None:
            choices.append((f"?item kg:{name} {node(iri)} ; a kg:Tenure .",))
    country = thing(snapshot, asked, "country", Kind.COUNTRY)
    if country is not None:
        choices.append(_of_country(country))
    of_tenures = (*_seen(asked), *_evidence(asked))
    if not choices and not of_tenures:
        # Only tenures have days and claims behind them; the class is asked for where nothing else tells.
        choices.append(("?item a kg:Tenure .",))
    return Selection(combined(choices, " ".join((*of_tenures, *_role(asked)))), "kg:seenTo")


def _of_country(country: str) -> Sequence[str]:
    """Return the patterns of tenures of a country: by what they say, by their agency, or by their office."""
    this = node(country)
    # The class makes the engine begin with the tenures and not with the claims on the country.
    return (
        f"?item kg:country {this} ; a kg:Tenure .",
        f"?item kg:agency ?body ; a kg:Tenure . ?body kg:country {this} .",
        f"?item kg:office ?seat ; a kg:Tenure . ?seat kg:country {this} .",
    )


def _role(asked: Asked) -> Iterable[str]:
    role = asked.text("role")
    if role is not None:
        # Offices are fewer than those who held them: their labels are looked at first, each once.
        conditions = " ".join(contains("?role", role))
        offices = f"SELECT ?held {{ ?held a kg:Office ; rdfs:label ?role . {conditions} }}"
        yield f"?item kg:office ?held . {{ {offices} }}"


def contains(variable: str, text: str) -> Iterable[str]:
    """Yield conditions that a variable's text contains every word, whatever the case of letters."""
    for word in dict.fromkeys(text.split()):
        yield f"FILTER(CONTAINS(LCASE({variable}), LCASE({text_term(word)})))"


def _seen(asked: Asked) -> Iterable[str]:
    """Yield the conditions on when somebody was seen in office: on a day, or some time in an interval."""
    day, first, last = asked.day("on"), asked.day("from"), asked.day("to")
    starts = [date_term(d) for d in (day, last) if d is not None]
    ends = [date_term(d) for d in (day, first) if d is not None]
    if starts or ends:
        yield "?item kg:seenFrom ?first ; kg:seenTo ?last ."
    yield from (f"FILTER(?first <= {term})" for term in starts)
    yield from (f"FILTER(?last >= {term})" for term in ends)


def _evidence(asked: Asked) -> Iterable[str]:
    """Yield the conditions on the claims behind a tenure: one that meets them all is enough."""
    conditions = list(_one_of("voice", asked.choices("voice", Voice), "?claim"))
    least = asked.share("min_confidence")
    if least is not None:
        conditions.append(f"?claim kg:confidence ?confidence FILTER(?confidence >= {decimal_term(least)})")
    if conditions:
        yield f"?item kg:fromClaim ?claim . {' '.join(conditions)}"


def behind(tenure: str) -> Selection:
    """Return the claims behind a tenure."""
    return Selection(f"{node(tenure)} kg:fromClaim ?item .", "kg:date")


def in_article(article: str, asked: Asked) -> Selection:
    """Return the claims of an article, in the order of its text."""
    pattern = f"?item kg:article {node(article)} ; kg:quote ?quote ."
    return Selection(pattern + _without_rejected(asked), "kg:start", rising=True)


def quoting(text: str, asked: Asked) -> Selection:
    """Return the claims whose sentence contains every word of a text.

    No index knows the words of sentences, so this looks at all of them: 40 ms for 18,000, within the deadline
    of a query and in a worker, like everything that may take long.
    """
    conditions = " ".join(contains("?quote", text))
    return Selection(f"?item kg:quote ?quote . {conditions}" + _without_rejected(asked), "kg:date")
