"""The rules in the order in which they are tried at a word; the first that sees its pattern wins."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from cablegraph.extract.stances.aim_rules import aim_of_holder, ban_in_speech, verb_taken_for_noun, wish_told
from cablegraph.extract.stances.cue_rules import adjective_with_policy, noun_with_policy, verb_with_policy
from cablegraph.extract.stances.ellipsis_rules import same_as_before, verb_left_out
from cablegraph.extract.stances.evaluation_rules import named_by_holder, seen_by_holder, value_in_speech
from cablegraph.extract.stances.feeling_rules import felt_by_holder
from cablegraph.extract.stances.scene import Draft, Scene
from cablegraph.extract.stances.speech_rules import (
    change_noticed,
    course_in_speech,
    duty_in_speech,
    existence_in_speech,
    failure_in_speech,
    limit_in_speech,
    will_of_holder,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

Rule: TypeAlias = "Callable[[Scene, Token], Iterator[Draft]]"

RULES: tuple[Rule, ...] = (
    named_by_holder,
    same_as_before,
    verb_left_out,
    seen_by_holder,
    wish_told,
    verb_taken_for_noun,
    aim_of_holder,
    felt_by_holder,
    verb_with_policy,
    noun_with_policy,
    adjective_with_policy,
    failure_in_speech,
    duty_in_speech,
    ban_in_speech,
    value_in_speech,
    existence_in_speech,
    limit_in_speech,
    will_of_holder,
    course_in_speech,
    change_noticed,
)
