"""The small words by which news ties a name to a role: honorifics, name particles, copulas, verbs of
heading.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

from cablegraph_ontology.lexicon import read_words

_SET = "frozenset[str]"
"""The type of a field as it is written, which is what a dataclass keeps of it here."""


@dataclass(frozen=True, slots=True)
class RoleWords:
    """The content of `words/roles.yml`; all words in lower case but those for names."""

    honorifics: tuple[str, ...]
    particles: frozenset[str]
    suffixes: frozenset[str]
    not_names: frozenset[str]
    no_name_words: frozenset[str]
    body_ends: frozenset[str]
    body_starts: frozenset[str]
    state_offices: frozenset[str]
    state_openers: frozenset[str]
    state_organs: frozenset[str]
    copulas: frozenset[str]
    serving: frozenset[str]
    heading: Mapping[str, str]
    """Verb form to the title that it stands for: "chairs" to "chair"."""
    naming: frozenset[str]
    organ_nouns: frozenset[str]
    nouns_of_names: frozenset[str]
    territories: frozenset[str]
    """Nouns that make a name of one word the name of a body: "Kandahar province", "the Kefaya movement"."""
    areas: frozenset[str]
    """Nouns of places that are no bodies of people: "Utah County"."""
    topic_nouns: frozenset[str]
    """Nouns that end what an office is for, before the name of its holder."""
    world_regions: frozenset[str]
    """Parts of the world as capitalised words."""
    plain_adjectives: frozenset[str]
    no_president: frozenset[str]
    no_prime_minister: frozenset[str]
    no_premier: frozenset[str]
    """Codes of the countries without anybody whom news calls premier."""
    monarchies: frozenset[str]
    only: Mapping[str, frozenset[str]]
    """Id of a title to the codes of the countries that have such an office."""
    presumed: Mapping[str, str]
    chambers: Mapping[str, str]
    weak_alone: frozenset[str]
    body_classes: frozenset[str]
    no_claim: frozenset[str]
    state_nouns: frozenset[str]
    government_nouns: frozenset[str]
    state_agencies: frozenset[str]
    counterparts: frozenset[str]
    nouns_of_kinds: Mapping[str, frozenset[str]]
    """Kind of a body to the nouns by which it is called back."""
    known_body_only: frozenset[str]
    regions: Mapping[str, str]
    """Name of a region to the code of its country."""
    styles: frozenset[str]
    fiction: frozenset[str]
    party_adjectives: frozenset[str]
    suspects: frozenset[str]
    """Words before a title that is not held: "an alleged leader"."""
    named_after: frozenset[str]
    surnames_too: frozenset[str]
    months_and_names: frozenset[str]
    of_a_state: frozenset[str]
    rebel_nouns: frozenset[str]
    churches: Mapping[str, str]
    party_nouns: frozenset[str]
    prelates: frozenset[str]
    kin: frozenset[str]
    namesakes: Mapping[str, frozenset[str]]
    """Name of a body to the codes of other countries that have one of the name."""
    earlier: frozenset[str]
    losing: frozenset[str]
    leaving: frozenset[str]
    """Verbs after which somebody no longer is what follows "as": "resign"."""
    choosing: frozenset[str]
    """Verbs after which somebody is not yet what follows: "nominated"."""
    constituencies: frozenset[str]
    """Nouns of what a legislator represents: "district"."""
    regional_premiers: frozenset[str]
    """Codes of the countries whose regions are led by a premier."""
    contests: frozenset[str]
    """Words of an election, in which a person named with a party runs for it."""


@cache
def role_words() -> RoleWords:
    """Return the words that come with the package, read once a process."""
    rows = read_words(files("cablegraph_ontology") / "words" / "roles.yml")
    # Most words are plain sets, under the name of their field.
    sets = {field.name: frozenset(rows[field.name]) for field in fields(RoleWords) if field.type == _SET}
    return RoleWords(
        **sets,
        honorifics=tuple(rows["honorifics"]),
        heading={form: title for title, forms in rows["heading"].items() for form in forms},
        only={title: frozenset(codes) for title, codes in rows["only"].items()},
        presumed=dict(rows["presumed"]),
        chambers=dict(rows["chambers"]),
        nouns_of_kinds={kind: frozenset(nouns) for kind, nouns in rows["nouns_of_kinds"].items()},
        regions={name: code for code, names in rows["regions"].items() for name in names},
        churches=dict(rows["churches"]),
        namesakes={name: frozenset(codes) for name, codes in rows["namesakes"].items()},
    )


@cache
def _precisions() -> tuple[Mapping[str, float], Mapping[str, float]]:
    """Return the precision of each rule, and of each kind of rules."""
    rows = read_words(files("cablegraph_ontology") / "words" / "rules.yml")
    rules = {row["rule"]: float(row["precision"]) for row in rows if "rule" in row}
    kinds = {row["kind"]: float(row["precision"]) for row in rows if "kind" in row}
    return rules, kinds


def precision_of(rule: str) -> float:
    """Return the measured precision of a rule, 0 to 1; of its kind, when it was seen too seldom."""
    rules, kinds = _precisions()
    if rule in rules:
        return rules[rule]
    return next((kinds[kind] for kind in kinds if rule.endswith(kind)), kinds["stated"])
