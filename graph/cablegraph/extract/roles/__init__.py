"""Step 4: who holds which role in which body or for which country."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from cablegraph.extract.roles import predicates, rules
from cablegraph.extract.roles.office import Offices, Settled
from cablegraph.extract.roles.reading import Reading
from cablegraph.extract.roles.scene import Scene, Tie
from cablegraph.model import Annotated, BlockKind, Mention
from cablegraph_ontology.lexicon import Lexicon
from cablegraph_ontology.relations import RoleClaim, Voice
from cablegraph_ontology.role_words import precision_of, role_words
from cablegraph_ontology.terms import Kind

Rule: TypeAlias = Callable[[Scene], Iterator[Tie]]

RULES: tuple[Rule, ...] = (
    rules.title_before_name,
    rules.plural_title_before_names,
    rules.name_comma_title,
    rules.title_comma_name,
    predicates.name_is_title,
    predicates.name_who_heads,
    predicates.body_led_by_name,
    predicates.name_as_title,
    rules.counterpart_name,
    predicates.name_of_body,
)
"""All rules; where two tie the same phrase to a person, the earlier one is named."""

LOWEST_PRECISION = 0.6
"""A rule that is right less often is not used."""


def extract_roles(annotated: Annotated, lexicon: Lexicon) -> list[RoleClaim[Mention]]:
    """Return the role claims of an article in the order of the text."""
    if len(annotated.doc) == 0:
        return []
    reading = Reading.of(annotated, lexicon, role_words())
    scene = Scene.of(reading)
    ties: dict[tuple[int, str], Tie] = {}
    for rule in RULES:
        for tie in rule(scene):
            ties.setdefault((tie.phrase.head_first, tie.person.name or tie.person.text), tie)
    ordered = [ties[key] for key in sorted(ties)]
    claims = [_claim(reading, settled) for settled in Offices(reading, ordered).settle()]
    return [c for c in claims if c.confidence >= LOWEST_PRECISION]


def _claim(reading: Reading, settled: Settled) -> RoleClaim[Mention]:
    tie = settled.tie
    phrase = tie.phrase
    annotated = reading.annotated
    sentence = annotated.doc[phrase.head_first].sent
    start, end = annotated.bounds(sentence)
    first = max(sentence.start, min(phrase.first, tie.first))
    last = min(sentence.end - 1, max(phrase.last, tie.last))
    cue_start, cue_end = annotated.bounds(annotated.doc[first : last + 1])
    rule = tie.rule + settled.basis.value
    headline = annotated.kind_at(annotated.doc[phrase.head_first]) == BlockKind.HEADLINE
    return RoleClaim(
        start=start,
        end=end,
        cue_start=cue_start,
        cue_end=cue_end,
        rule=rule,
        confidence=precision_of(rule),
        voice=Voice.HEADLINE if headline else Voice.NEWSROOM,
        person=tie.person,
        role=phrase.role,
        office=annotated.mention(annotated.doc[phrase.first : phrase.last + 1], Kind.OFFICE, name=phrase.role),
        agency=settled.body,
        country=settled.country,
        status=phrase.status,
    )
