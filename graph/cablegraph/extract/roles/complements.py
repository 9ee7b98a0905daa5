"""What follows a title: "of the World Bank", "for Ebola", "to the United Nations", "at Kenya's Foreign
Ministry".
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from cablegraph.extract.roles.belonging import Belonging
from cablegraph.extract.roles.noun_phrases import NounPhrase, NounPhrases
from cablegraph.extract.roles.reading import Reading
from cablegraph.model import Mention
from cablegraph_ontology.lexicon import Form, Title
from cablegraph_ontology.terms import Kind

LONGEST = 24
"""Tokens that a role phrase reaches from its title to one side, at most."""

_STATE = {"head_of_state", "head_of_government", "minister", "deputy", "envoy", "royal"}
_SPEAKS_FOR_A_NAME = {
    "spokesperson",
    "expert",
    "activist",
    "executive",
    "official",
    "officer",
    "member",
    "legislator",
}
LOCAL_CLASSES = {"mayor", "governor", "cleric", "police", "judge"}
_OF_PLACES = {"mayor", "governor", "police"}
"""Classes whose "of" is followed by a place, whatever the model takes it for."""
_TOPIC_ON = {"envoy", "adviser", "expert", "official", "head_of_body", "deputy_head_of_body", "spokesperson"}
_INSIDE = {"at", "of", "in"}
_JOINS = {",", "and", "&"}
_LONGEST_SERIES = 12


@dataclass(frozen=True, slots=True)
class Complement:
    """All that follows a title: the last token, body and country, and the words that belong to the role."""

    last: int
    belonging: Belonging
    topic: tuple[str, ...]


class Complements:
    """Reads what follows a title."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._tokens = reading.tokens
        self._nouns = NounPhrases(reading)

    def read(self, place: int, title: Title) -> Complement:
        """Return what follows a title that ends before a token."""
        last, belonging, topic = place - 1, Belonging(), list[str]()
        limit = min(place + LONGEST, self._tokens.sentence_bounds(max(place - 1, 0))[1])
        while last + 2 < limit:
            phrase = self._nouns.read(last + 2, limit) if self._is_preposition(last + 1) else None
            if phrase is None:
                break
            kept = self._kept(self._reading.lower(last + 1), phrase, title)
            if kept is None:
                break
            kept = self._of_place(kept, title)
            if (
                title.key == "professor"
                and self._is_topic(kept.body)
                and self._reading.lower(last + 1) == "of"
            ):
                kept = Belonging()  # "Professor of Mathematics at Cambridge"
            if kept == Belonging():
                phrase = replace(phrase, last=self._more_fields(phrase.last, limit))
                topic.append(self._reading.words_of(last + 1, phrase.last))
            elif self._is_organ(kept.body) and self._is_topic(belonging.body):
                topic.append(self._reading.words_of(place, last))  # "of Microbiology at the Hospital"
                belonging = replace(belonging, body=None)
            elif belonging.noun is not None and kept.body is not None:
                topic.append("of the " + self._reading.words_of(belonging.noun, belonging.noun))
                belonging = replace(belonging, noun=None)
            belonging, last = belonging.join(kept).with_organ(self._reading), phrase.last
        end = self._to_name(last, limit) if last >= place else None
        if end is not None:
            topic.append(self._reading.words_of(last + 1, end))
            last = end
        return Complement(last, belonging, tuple(topic))

    def _more_fields(self, last: int, limit: int) -> int:
        """Read on over a second field before the body: "of law and medicine at Dalhousie University"."""
        if self._reading.lower(last + 1) != "and":
            return last
        end = last + 2
        while (
            end < limit and self._tokens.tag[end].startswith(("NN", "JJ")) and not self._reading.titled(end)
        ):
            end += 1
        joined = end > last + 2 and self._reading.lower(end) in _INSIDE
        return end - 1 if joined and self._reading.spot(end - 1) is None else last

    def _is_topic(self, body: Mention | None) -> bool:
        """Tell whether capitals after "of" are rather a field than a body: unknown, without such a noun."""
        if body is None or body.key is not None or body.of is not None:
            return False
        words = body.text.lower().split()
        return not {words[0], words[-1]} & self._reading.words.organ_nouns

    def _is_organ(self, body: Mention | None) -> bool:
        if body is None:
            return False
        nouns = set(body.text.lower().split()) & self._reading.words.organ_nouns
        return body.key in self._reading.lexicon.bodies or bool(nouns)

    def _to_name(self, last: int, limit: int) -> int | None:
        """Return the end of a series of topics right before a name: "for Russia and Central Asia Eric
        Green".
        """
        if self._reading.lower(last + 1) not in _JOINS:
            return None
        for place in range(last + 2, min(limit, last + _LONGEST_SERIES)):
            spot = self._reading.person(place)
            if spot is not None:
                return place - 1 if spot.first == place and self._ends_topic(place - 1) else None
            if not self._tokens.capital(place) and self._reading.lower(place) not in _JOINS | {"of", "the"}:
                return None
        return None

    def _ends_topic(self, place: int) -> bool:
        spot = self._reading.spot(place)
        country = spot is not None and spot.mention.kind == Kind.COUNTRY
        words = self._reading.words
        known = (
            self._tokens.lower[place] in words.topic_nouns or self._tokens.text[place] in words.world_regions
        )
        return (country or known) and place not in self._reading.title_words

    def _is_preposition(self, place: int) -> bool:
        return self._reading.lower(place) in {"of", "for", "at", "in", "with", "on", "to", "from"}

    def _kept(self, preposition: str, phrase: NounPhrase, title: Title) -> Belonging | None:
        """Return what a complement says about body and country, nothing for a topic, None when it is none."""
        found = phrase.belonging
        if preposition == "of" and found.person is not None and title.role_class in _OF_PLACES:
            return Belonging(body=replace(found.person, kind=Kind.ORGANIZATION, form=Form.PATTERN))
        if preposition == "of":
            return Belonging() if phrase.topic else found
        if preposition == "to":
            return Belonging(person=found.person) if found.person is not None else Belonging()
        if preposition == "for":
            return self._after_for(phrase, title)
        if preposition == "on" and found.person is not None:
            return None  # "an aide on Trump's call"
        if preposition == "on":
            return Belonging() if title.role_class in _TOPIC_ON else None
        if phrase.topic or found == Belonging():
            return None
        if found.body is None and found.noun is None:
            return self._in_country(preposition, found, title)
        if preposition == "in" and self._is_topic(found.body) and not self._is_local(title):
            return None  # "a spokesman in Geneva"
        return found

    def _is_local(self, title: Title) -> bool:
        """Tell whether a place after "in" is where an office is held: "a councillor in Bury"."""
        return title.role_class in LOCAL_CLASSES or title.key in {"councillor", "deputy-mayor"}

    def _of_place(self, found: Belonging, title: Title) -> Belonging:
        """Take a capital as a city: "mayor of London", "archbishop of Kinshasa"."""
        return found.with_city(self._reading) if title.role_class in LOCAL_CLASSES else found

    def _after_for(self, phrase: NounPhrase, title: Title) -> Belonging:
        found = phrase.belonging
        if phrase.topic:
            return Belonging()
        if found.body is not None and found.body.key is None and self._ends_topic(phrase.last):
            return Belonging()
        named = found.body is not None and (found.body.key is not None or found.body.of is not None)
        speaks = title.role_class in _SPEAKS_FOR_A_NAME
        return found if named or speaks or found.noun is not None or found.person is not None else Belonging()

    def _in_country(self, preposition: str, found: Belonging, title: Title) -> Belonging | None:
        """A country after "in" is a place for a minister, and says where others belong."""
        if preposition != "in" or found.country is None:
            return None
        if title.role_class == "envoy":
            return Belonging()
        return found if found.country.form == Form.NAME and title.role_class not in _STATE else None
