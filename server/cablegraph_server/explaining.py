"""`cablegraph why`: the sentence behind a claim, and all that decides whether to believe it."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import click
import pyoxigraph as ox

from cablegraph.export.replacements import Replacements
from cablegraph.export.things import ThingsInMemory
from cablegraph.reviewing.corrections import Corrections
from cablegraph.reviewing.decisions import read_decisions
from cablegraph.reviewing.evidence import Evidence, Witness
from cablegraph.reviewing.named import Named, find_claim, short
from cablegraph.store import Store
from cablegraph_ontology.terms import KG
from cablegraph_ontology.vocabulary import SLOT_PROPERTIES, SLOT_TEXTS

_Said = dict[str, list[str]]


def print_why(store: Path, claim: str, form: str) -> None:
    """Print the sentence, the words of each slot, the rule, its precision, dates, disputes and decisions."""
    with Store.open_published(store) as graph:
        iri = find_claim(graph, claim)
        evidence = Witness(graph, ThingsInMemory(graph), Replacements.of(graph)).evidence(iri)
        account = _account(graph, evidence, _said(graph, iri))
    if form == "json":
        click.echo(json.dumps(account, ensure_ascii=False, indent=1))
        return
    _print(account)


def _said(store: Store, claim: str) -> _Said:
    """Return all that the graph says of a claim, by the local name of the property, sorted."""
    said: _Said = defaultdict(list)
    for quad in store.oxigraph.quads_for_pattern(ox.NamedNode(claim), None, None, None):
        if isinstance(quad.object, ox.NamedNode | ox.Literal):
            said[quad.predicate.value.removeprefix(KG)].append(quad.object.value)
    return defaultdict(list, {name: sorted(set(values)) for name, values in said.items()})


def _account(store: Store, evidence: Evidence, said: _Said) -> dict[str, Any]:
    return {
        "claim": short(evidence.claim),
        "statement": evidence.statement,
        "sentence": evidence.quote,
        "cue": evidence.cue,
        "article": {
            "id": short(evidence.source.iri),
            "headline": evidence.source.headline,
            "publisher": evidence.source.publisher,
            "published": None if evidence.source.published is None else str(evidence.source.published),
            "documents": list(evidence.source.documents),
            "start": evidence.start,
            "end": evidence.end,
        },
        "slots": _slots(store, said),
        "how it is said": _terms(said, "voice", "standing", "modality", "status", "act"),
        "polarity": evidence.polarity,
        "operators": said["operator"],
        "hedged": evidence.hedged,
        "rule": evidence.rule,
        "measured precision of the rule": evidence.confidence,
        "read by": evidence.program,
        "date": {name: said[name][0] for name in ("date", "dateFrom", "dateTo") if said[name]}
        | _terms(said, "dateBasis"),
        "disputes": [short(claim) for claim in evidence.disputes],
        "disputed by": [short(claim) for claim in evidence.disputed_by],
        "conflicts with": [short(claim) for claim in evidence.conflicts_with],
        "decisions": _decisions(store, evidence.claim, said),
    }


def _slots(store: Store, said: _Said) -> list[dict[str, str | None]]:
    """Return for each slot its name, the thing, the words of the article, and what people made of it."""
    names, corrections = Named.of(store), Corrections.of(store)
    article = next(iter(said["article"]), "")
    rows = []
    for slot in SLOT_PROPERTIES:
        thing = next(iter(said[slot]), None)
        words = next(iter(said[SLOT_TEXTS[slot].removeprefix(KG)] if slot in SLOT_TEXTS else ()), None)
        if slot == "office":
            words = next(iter(said["roleLabel"]), None)
        if thing is None and words is None:
            continue
        meant = None if thing is None else corrections.thing(thing, article)
        rows.append(
            {
                "slot": slot,
                "id": None if thing is None else short(thing),
                "name": None if meant is None else names.label(meant),
                "words": words,
                "now": None if meant in (None, thing) else short(meant or ""),
            }
        )
    return rows


def _terms(said: _Said, *names: str) -> dict[str, str]:
    """Return values of closed lists as the plain words of the vocabulary: "own", "direct", "reject"."""
    return {
        name: short(said[name][0]).removeprefix(KG).removeprefix("act-").lower()
        for name in names
        if said[name]
    }


def _decisions(store: Store, claim: str, said: _Said) -> list[str]:
    """Return the decisions on the claim, and on the things that stand in it."""
    meant = {thing for slot in SLOT_PROPERTIES for thing in said[slot]} | {claim}
    found = [d for d in read_decisions(store) if meant & {*d.about, d.into}]
    return [f"{decision}{f': {decision.because}' if decision.because else ''}" for decision in found]


def _print(account: dict[str, Any]) -> None:
    article = account["article"]
    where = [article["headline"], article["publisher"], article["published"], *article["documents"]]
    click.echo(f"{account['claim']}: {account['statement']}\n")
    click.echo(f"  “{_one_line(account['sentence'])}”")
    click.echo(f"  {', '.join(_one_line(part) for part in where if part)}")
    click.echo(f"  {article['id']}, characters {article['start']} to {article['end']}\n")
    for slot in account["slots"]:
        _line(slot["slot"], _slot_words(slot))
    _line("cue", f"“{_one_line(account['cue'])}”")
    if account["polarity"] is not None:
        changed = ", ".join(f"“{words}”" for words in account["operators"]) or "no words between"
        _line("polarity", f"{account['polarity']:+d} (sign changed by: {changed})")
    _line("said", ", ".join(f"{name} {word}" for name, word in account["how it is said"].items()))
    if account["hedged"]:
        _line("hedged", "the words leave it open")
    _line("rule", f"{account['rule']}: {account['measured precision of the rule']:.2f} measured precision")
    _line("read by", account["read by"])
    dates = dict(account["date"])
    basis = dates.pop("dateBasis", None)
    _line("date", " to ".join(dates.values()) + (f" ({_BASES.get(basis, basis)})" if basis else ""))
    for name in ("disputes", "disputed by", "conflicts with", "decisions"):
        for value in account[name]:
            _line(name, value)


_BASES = {
    "stated": "stated in the text",
    "resolved": "counted from the date of the article",
    "publicationdate": "the day of publication",
}


def _slot_words(slot: dict[str, str | None]) -> str:
    words = "" if slot["words"] is None else f" from “{_one_line(slot['words'])}”"
    if slot["id"] is None:
        return f"nobody named,{words}"
    now = "" if slot["now"] is None else f", by decision {slot['now']}"
    return f"{slot['name']} ({slot['id']}{now}){words}"


def _line(name: str, words: str | None) -> None:
    if words:
        click.echo(f"  {name:<14} {words}")


def _one_line(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in " ".join(text.split()))
