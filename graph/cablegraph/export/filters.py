"""Which claims pass the options of an export."""

from __future__ import annotations

import difflib
from collections.abc import Callable

from cablegraph.export.claims import ClaimRow
from cablegraph.export.options import OptionError, Options
from cablegraph.export.things import Thing, Things
from cablegraph_ontology.terms import slug

Test = Callable[[ClaimRow], bool]


def passes(options: Options, things: Things) -> Test:
    """Return a function that tells whether a claim passes all filters.

    Raises OptionError for a country or policy that the graph does not know.
    """
    tests: list[Test] = []
    if options.confidence > 0:
        tests.append(lambda claim: claim.confidence >= options.confidence)
    if options.since is not None or options.until is not None:
        tests.append(_in_window(options))
    if options.standing:
        standings = {standing.value for standing in options.standing}
        tests.append(lambda claim: claim.kind != "stance" or claim.standing in standings)
    if options.country:
        tests.append(_about_country(_codes(options.country, things), things))
    if options.policy:
        policies = {_policy(text, things) for text in options.policy}
        tests.append(lambda claim: claim.policy in policies)
    return lambda claim: all(test(claim) for test in tests)


def _in_window(options: Options) -> Test:
    since = "" if options.since is None else options.since.isoformat()
    until = "9999-12-31" if options.until is None else options.until.isoformat()
    return lambda claim: claim.span is not None and claim.span[1] >= since and claim.span[0] <= until


def _about_country(codes: set[str], things: Things) -> Test:
    def test(claim: ClaimRow) -> bool:
        slots = (claim.country, claim.agency, claim.office, claim.holder, claim.target)
        return any(iri is not None and things.iso3_of(iri) in codes for iri in slots)

    return test


def _codes(wanted: tuple[str, ...], things: Things) -> set[str]:
    known = {things.iso3_of(thing.iri) for thing in things.of_type("country")}
    codes = {code.upper() for code in wanted}
    for code in sorted(codes - known):
        have = ", ".join(sorted(c for c in known if c is not None)) or "none"
        raise OptionError(f"no country {code!r} in this graph. Countries are ISO 3166 codes; it has: {have}")
    return codes


def _policy(text: str, things: Things) -> str:
    """Return the IRI of the policy that the text names: by IRI, id, key, label or another wording."""
    policies = things.of_type("policy")
    wanted = text.casefold()
    for names in (_ids, _labels, _aliases):
        found = [policy.iri for policy in policies if wanted in names(policy)]
        if len(found) == 1:
            return found[0]
        if found:
            raise OptionError(f"policy {text!r} names several: {', '.join(found)}. Give one of these ids")
    near = difflib.get_close_matches(slug(text), [p.id.rsplit("/", 1)[-1] for p in policies], n=3, cutoff=0.5)
    hint = f" Near: {', '.join(near)}" if near else ""
    raise OptionError(f"no policy {text!r} in this graph.{hint}")


def _ids(policy: Thing) -> set[str]:
    return {policy.iri.casefold(), policy.id.casefold(), policy.id.rsplit("/", 1)[-1].casefold()}


def _labels(policy: Thing) -> set[str]:
    return {policy.name.casefold()}


def _aliases(policy: Thing) -> set[str]:
    return {alias.casefold() for alias in policy.aliases}
