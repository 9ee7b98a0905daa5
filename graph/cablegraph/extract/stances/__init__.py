"""Country, policy, stance: who is for or against what, in whose words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cablegraph.extract.speech import Speech
from cablegraph.extract.stances.actors import Actors
from cablegraph.extract.stances.claims import claim_of
from cablegraph.extract.stances.evaluation_rules import value_in_speech
from cablegraph.extract.stances.holding import may_hold
from cablegraph.extract.stances.options import Options
from cablegraph.extract.stances.rules import RULES
from cablegraph.extract.stances.scene import Draft, Scene
from cablegraph.extract.stances.syntax import LONGEST_SENTENCE
from cablegraph.extract.when import Calendar
from cablegraph.model import Annotated, BlockKind, Mention
from cablegraph_ontology.lexicon import Lexicon
from cablegraph_ontology.relations import Act, Modality, StanceClaim
from cablegraph_ontology.stance_words import StanceWords

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from cablegraph.extract.cast import Cast

# Rules whose cue is something done, so that "the move" after it means that act.
_ACTS = ("verb_measure", "verb_with_policy")
# Acts that only say something, and decide nothing.
_SPOKEN = (Act.ACCUSE, Act.REQUEST, Act.THREATEN, Act.SUPPORT, Act.CONSULT)
# Words that may be a cue; the others only stand between.
_CONTENT = {"VERB", "AUX", "NOUN", "PROPN", "ADJ", "ADV", "ADP", "SCONJ", "INTJ", "X", "NUM"}
_UNREAD = (BlockKind.CAPTION, BlockKind.BYLINE)
# So many words of sport within so many tokens around a sentence make it a report of a game.
_SPORTS, _AROUND = 3, 60


def extract_stances(
    annotated: Annotated, cast: Cast, lexicon: Lexicon, words: StanceWords
) -> list[StanceClaim[Mention]]:
    """Return the stance claims of an article, in the order of the text."""
    if len(annotated.doc) == 0:
        return []
    speech = Speech.of(annotated, words)
    actors = Actors(annotated, cast, lexicon, words, speech)
    scene = Scene(annotated, words, speech, actors, Options(annotated.doc, words))
    calendar = Calendar()
    claims = [claim_of(scene, draft, calendar) for draft in _drafts(scene)]
    return sorted(claims, key=lambda c: (c.start, c.cue_start, c.holder.start, c.policy.start))


def _drafts(scene: Scene) -> Iterator[Draft]:
    """Yield the drafts of every sentence; one holder has one position on one option in a sentence."""
    for sentence in scene.annotated.doc.sents:
        if (
            len(sentence) > LONGEST_SENTENCE
            or scene.annotated.kind_at(sentence[0]) in _UNREAD
            or _is_sport(scene, sentence)
        ):
            continue
        seen: set[tuple[tuple[str, str], str, int]] = set()
        for draft in _of_sentence(scene, sentence):
            sign = (draft.polarity > 0) - (draft.polarity < 0)
            key = (draft.holder.key, draft.option.name, sign)
            if key not in seen:
                seen.add(key)
                yield draft


def _is_sport(scene: Scene, sentence: Span) -> bool:
    """Say whether a sentence tells of a game: "England conceded a penalty in the second half"."""
    first, after = max(0, sentence.start - _AROUND), sentence.end + _AROUND
    return len({t.lower_ for t in scene.annotated.doc[first:after]} & scene.words.sets["sports"]) >= _SPORTS


def _of_sentence(scene: Scene, sentence: Span) -> Iterator[Draft]:
    """Yield the drafts of a sentence; a word that another claim was read through gives none of its own."""
    consumed: set[int] = set()
    for token in sentence:
        if token.i in consumed or token.pos_ not in _CONTENT or not token.is_alpha:
            continue
        if not scene.asserted(token):
            continue
        for rule in RULES:
            found = list(rule(scene, token))
            if found:
                break
        if found and found[0].rule in _ACTS:
            found += [
                d for d in value_in_speech(scene, token) if all(d.holder.key != f.holder.key for f in found)
            ]
        for draft in found:
            consumed.update(draft.option.path)
            consumed.update(t.i for t in draft.cue)
        for draft in (d for d in found if may_hold(scene, d) and not _is_no_side(d)):
            _remember(scene, draft, token)
            yield draft


def _is_no_side(draft: Draft) -> bool:
    """Say whether a draft only denies that somebody takes no side: "we will not be silent"."""
    return draft.polarity == 0 and len(draft.operators) % 2 == 1


def _remember(scene: Scene, draft: Draft, token: Token) -> None:
    """Keep the option of a draft, and whether the holder decided on it, for what follows."""
    spoken = draft.act in _SPOKEN or draft.modality == Modality.DENIED
    scene.options.remember(
        draft.option,
        draft.holder,
        token if draft.rule in _ACTS else None,
        draft.polarity,
        decided=draft.rule in _ACTS and not spoken,
        charged=draft.act == Act.ACCUSE,
        target=draft.target,
    )
