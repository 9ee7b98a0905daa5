"""Step 4: who holds which role in which body or for which country."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from cablegraph.extract.roles import appointments, lists, predicates, rules
from cablegraph.extract.roles.office import Offices
from cablegraph.extract.roles.reading import Reading
from cablegraph.extract.roles.scene import Scene, Tie
from cablegraph.extract.roles.settled import Settled
from cablegraph.model import Annotated, BlockKind, Mention
from cablegraph_ontology.lexicon import Lexicon
from cablegraph_ontology.relations import RoleClaim, Voice
from cablegraph_ontology.role_words import precision_of, role_words
from cablegraph_ontology.terms import Kind

Rule: TypeAlias = Callable[[Scene], Iterator[Tie]]

RULES: tuple[Rule, ...] = (
    rules.title_before_name,
    rules.plural_title_before_names,
    rules.names_comma_plural_title,
    rules.name_comma_title,
    rules.title_comma_name,
    predicates.name_is_title,
    predicates.name_who_heads,
    predicates.body_led_by_name,
    predicates.name_as_title,
    appointments.name_appointed_title,
    appointments.name_chosen_to_head,
    rules.counterpart_name,
    lists.title_colon_name,
    predicates.name_of_body,
    lists.name_bracket_party,
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
    titled = {tie.first for tie in ties.values() if tie.rule != "name_of_body"}
    ties = {k: t for k, t in ties.items() if t.rule != "name_of_body" or t.first not in titled}
    kept = _one_side([ties[key] for key in sorted(ties)])
    ordered = [t for t in kept if not _is_fiction(reading, t) and not _is_label(reading, t)]
    offices = Offices(reading, ordered, scene.phrases)
    settled = offices.settle()
    settled += offices.descriptors()
    sentences: dict[int, tuple[int, int]] = {}
    claims = [
        _claim(reading, one, sentences)
        for one in sorted(settled, key=lambda s: (s.tie.phrase.head_first, s.tie.first))
    ]
    return [c for c in claims if c.confidence >= LOWEST_PRECISION]


def _one_side(ties: list[Tie]) -> list[Tie]:
    """Leave out a name before a title that belongs to the name after it.

    "Foreign Minister Retno Marsudi, Singapore's defence minister, Ng Eng Hen, and": the first person has a
    title of her own.
    """
    titled = {tie.first for tie in ties if tie.rule == "title_before_name"}
    after = {tie.phrase.head_first for tie in ties if tie.rule == "title_comma_name"}
    before = {t.phrase.head_first for t in ties if t.rule == "name_comma_title" and t.first not in titled}
    kept = []
    for tie in ties:
        place = tie.phrase.head_first
        if tie.rule == "name_comma_title" and tie.first in titled and place in after:
            continue
        if tie.rule == "title_comma_name" and place in before:
            continue
        kept.append(tie)
    return kept


def _is_fiction(reading: Reading, tie: Tie) -> bool:
    """Tell whether somebody plays the person, or a title names a work: "The Madness of King George"."""
    doc = reading.annotated.doc
    if doc[tie.phrase.head_first].ent_type_ == doc[tie.first].ent_type_ == "WORK_OF_ART":
        return True
    first = min(tie.phrase.first, tie.first)
    before = [reading.lower(place) for place in range(first - 6, first)]
    if any(reading.lower(i) in reading.words.suspects for i in range(first - 1, tie.phrase.head_first)):
        return True
    return any(word in reading.words.fiction for word in before)


def _is_label(reading: Reading, tie: Tie) -> bool:
    """Tell whether a name only says who speaks in a transcript: "SECRETARY BLINKEN: Thank you"."""
    label = reading.tokens.text[tie.phrase.head_first : tie.last + 1]
    return reading.lower(tie.last + 1) == ":" and all(word.isupper() for word in label if word.isalpha())


def _claim(reading: Reading, settled: Settled, sentences: dict[int, tuple[int, int]]) -> RoleClaim[Mention]:
    """Return the claim of a settled tie; `sentences` keeps the bounds of sentences already asked for."""
    tie = settled.tie
    phrase = tie.phrase
    annotated = reading.annotated
    opening, after = reading.tokens.sentence_bounds(phrase.head_first)
    start, end = sentences.setdefault(opening, (0, 0))
    if end == 0:
        start, end = sentences[opening] = annotated.bounds(annotated.doc[opening:after])
    first = max(opening, min(phrase.first, tie.first))
    last = min(after - 1, max(phrase.last, tie.last))
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
        office=annotated.mention(
            annotated.doc[phrase.first : phrase.last + 1], Kind.OFFICE, name=phrase.role
        ),
        agency=settled.body,
        country=settled.country,
        status=phrase.status,
    )
