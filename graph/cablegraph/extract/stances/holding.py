"""Who may hold a position: states and bodies by what they say and do, others by what they say in public."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablegraph.extract.stances.actor import is_named
from cablegraph.extract.stances.syntax import child, is_verbal, object_of
from cablegraph_ontology.relations import Act, Modality
from cablegraph_ontology.terms import Kind

if TYPE_CHECKING:
    from spacy.tokens import Token

    from cablegraph.extract.stances.scene import Draft, Scene

# Rules that read a position out of what somebody does or is going to do.
_DEEDS = ("verb_measure", "will_of_holder", "aim_of_holder")
# What an armed group or another body without an entry in the lexicon may be told to do.
_FORCE = (Act.ASSAULT, Act.COERCE, Act.SANCTION, Act.REJECT)
# Wishes and agreements, which a company has every day.
_BUSINESS = (Act.REQUEST, Act.AGREE, Act.CONSULT, Act.COOPERATE)
# What ties a group to a land, and the model's labels of lands and peoples.
_LANDS, _PLACES = ("in", "of", "from"), ("GPE", "NORP", "LOC")
# Rules that read what somebody thinks of anything at all.
_OPINIONS = (
    *("value_in_speech", "named_by_holder", "adjective_of_holder", "light_verb_noun"),
    *("will_of_holder", "duty_in_speech"),
)


def may_hold(scene: Scene, draft: Draft) -> bool:
    """Say whether the holder of a draft can take such a position in public life."""
    mention = draft.holder.mention
    if _is_partly(scene, draft.holder.token):
        return False
    if not is_named(draft.holder):
        return _is_one_actor(scene, draft.holder.token)
    private = mention.kind == Kind.PERSON or scene.actors.is_private(mention)
    if private and draft.rule in _OPINIONS:
        return _is_public_matter(scene, draft)
    if mention.kind != Kind.ORGANIZATION or draft.speech or scene.vouchers(draft.cue[0]):
        return True
    if private:
        return draft.act not in _BUSINESS and draft.modality != Modality.PLANNED and draft.rule not in _DEEDS
    return scene.actors.is_public(mention) or draft.rule not in _DEEDS or draft.act in _FORCE


def _is_partly(scene: Scene, noun: Token) -> bool:
    """Say whether only some of a people or group are meant: "not all Malaysians agree"."""
    before = (c.lower_ for c in noun.children if c.i < noun.i)
    return noun.tag_ in ("NNS", "NNPS") and any(scene.words.has("partly", word) for word in before)


def _is_public_matter(scene: Scene, draft: Draft) -> bool:
    """Say whether an option is a policy, no chore or taste of one's own: "I'll do a painting"."""
    if not scene.options.is_policy(draft.option):
        return False
    head = draft.option.head
    return not is_verbal(head) or scene.options.is_policy_noun(object_of(head))


def _is_one_actor(scene: Scene, noun: Token) -> bool:
    """Say whether a noun without a name means an actor that can be told from others.

    "the Senate", "the international community", "Arab states" and "the other 191 members" do; "critics",
    "a spokeswoman" and "several experts" are anybody. "French farmers" are somebody.
    """
    lemma = noun.lemma_.lower()
    if scene.words.has("bodies", lemma) or scene.words.has("collectives", lemma):
        return True
    if noun.text[0].isupper() and scene.words.has("institutions", lemma):
        return True
    if noun.ent_type_ == "NORP" or noun.tag_ == "NNPS":
        return noun.dep_ != "poss"  # a people: "Bosnian Serbs demanded", not "the Serbs' hopes"
    if scene.words.has("fighters", lemma) or scene.words.has("movements", lemma):
        return _is_of_a_land(noun)
    counted = any(c.dep_ == "nummod" or c.ent_type_ in ("NORP", "LOC") for c in noun.children)
    return counted and scene.words.has("membership", lemma)


def _is_of_a_land(noun: Token) -> bool:
    """Say whether a group is told by a country or people: "Rwandan rebels", "rebels in the Ivory Coast"."""
    places = (child(c, "pobj") for c in noun.children if c.dep_ == "prep" and c.lower_ in _LANDS)
    before = (c for c in noun.children if c.i < noun.i)
    return any(t is not None and t.ent_type_ in _PLACES for t in (*before, *places))
