"""What "its foreign minister", "his spokesman" and "the ministry's spokesman" point back to."""

from __future__ import annotations

from bisect import bisect_right

from cablegraph.extract.roles.belonging import Belonging
from cablegraph.extract.roles.reading import Reading
from cablegraph.extract.roles.scene import Tie
from cablegraph.model import Mention, Spot
from cablegraph.spotting.names import full_name
from cablegraph_ontology.lexicon import Form
from cablegraph_ontology.terms import Kind

Owner = tuple[Mention | None, Mention | None]
"""A body and a country."""

_UN_ORGANS = {"un-security-council", "un-general-assembly", "un-human-rights-council"}
_SPOTS_BACK = 60
_SENTENCES_BACK = 3
_THINGS = {"its", "whose", "their"}
_HEAD_TITLES = {
    "secretary-general",
    "director-general",
    "high-representative",
    "executive-director",
    "general-secretary",
}


class Antecedents:
    """Remembers the roles found so far, and looks back from a pronoun or a noun."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._of_name: dict[str, list[Owner]] = {}
        self._of_title: dict[str, Owner] = {}
        self._origins = _origins(reading)

    def remember(self, tie: Tie, body: Mention | None, country: Mention | None) -> None:
        """Note what a tie belongs to."""
        self._of_name.setdefault(full_name(tie.person), []).append((body, country))
        self._of_title[tie.phrase.title.key] = (body, country)

    def person(self, belonging: Belonging, tie: Tie) -> str | None:
        """Return the full name of the person that a role phrase points to: "his", "Bush's"."""
        if belonging.person is not None:
            return full_name(belonging.person)
        if belonging.pronoun is not None and self._reading.lower(belonging.pronoun) in {"his", "her"}:
            return self._last_person(belonging.pronoun, full_name(tie.person))
        return None

    def named_before(self, tie: Tie) -> list[Spot]:
        """Return up to 60 spots before a tie, nearest first, wherever they stand."""
        return self._all_back(tie.phrase.first)

    def owners(self) -> list[Mention]:
        """Return the bodies of the offices found so far, one for each title, the last first."""
        return [body for body, _ in reversed(self._of_title.values()) if body is not None]

    def spoken_for(self, tie: Tie) -> Mention | None:
        """Return for whom a bare spokesman speaks: the publisher, or a body or seat in the two sentences
        before.
        """
        publisher = self._reading.publisher()
        if publisher is not None:
            return publisher
        lowest = self._reading.tokens.sentence(tie.phrase.first) - 2
        near = [
            s
            for s in self._back(tie.phrase.first)
            if self._reading.tokens.sentence(s.first) >= lowest
            and (s.mention.form == Form.SEAT or self._speaks(s.mention))
        ]
        acting = next((s.mention for s in near if self._is_subject(s)), None)
        if acting is not None:
            return acting
        other = self._unknown_actor(tie.phrase.first)
        return other if other is not None else next((s.mention for s in near), None)

    def city(self, tie: Tie) -> Mention | None:
        """Return the place named last before a mayor or governor, as a body: "in Taipei ... city mayor X"."""
        beside = self._place_where(tie.phrase.first)
        if beside is not None:
            return beside
        lowest = self._reading.tokens.sentence(tie.phrase.first) - 2
        for ent in reversed(self._reading.places):
            if ent.start >= tie.phrase.first:
                continue
            if self._reading.tokens.sentence(ent.start) < lowest:
                return None
            spot = self._reading.spot(ent.start)
            if spot is None or spot.mention.form == Form.CAPITAL:
                of = spot.mention if spot is not None else None
                return self._reading.organization(ent.start, ent.end - 1, of=of)
        return None

    def _place_where(self, first: int) -> Mention | None:
        """Return the place of "in Osh, where Mayor X", whatever the model takes it for."""
        tokens = self._reading.tokens
        end = first - 3 if self._reading.lower(first - 2) == "," else first - 2
        if self._reading.lower(first - 1) != "where" or end < 1 or not tokens.capital(end):
            return None
        start = end
        while start > 0 and tokens.capital(start - 1) and tokens.tag[start - 1] == "NNP":
            start -= 1
        spot = self._reading.spot(end)
        of = spot.mention if spot is not None and spot.mention.form == Form.CAPITAL else None
        if (spot is not None and of is None) or self._reading.lower(start - 1) not in {
            "to",
            "in",
            "at",
            "near",
        }:
            return None
        return self._reading.organization(start, end, of=of)

    def court(self, tie: Tie) -> Mention | None:
        """Return the court named last before a title, wherever in the article."""
        for spot in self._all_back(tie.phrase.first):
            known = self._reading.lexicon.bodies.get(spot.mention.key or "")
            words = spot.mention.text.lower().split()
            named = spot.mention.kind == Kind.ORGANIZATION and {words[0], words[-1]} & {"court", "tribunal"}
            if (known is not None and known.kind == "court") or named:
                return spot.mention
        return None

    def _speaks(self, mention: Mention) -> bool:
        known = self._reading.lexicon.bodies.get(mention.key or "")
        return known is not None and known.kind in {
            "national_body",
            "ngo",
            "intergovernmental",
            "company",
            "party",
        }

    def at_united_nations(self, tie: Tie) -> bool:
        """Tell whether the article is about what goes on at the United Nations."""
        spots = self._all_back(tie.first)
        organs = sum(s.mention.key in _UN_ORGANS for s in spots)
        return organs > 0

    def owner(self, belonging: Belonging, tie: Tie) -> Owner | None:
        """Return the body and country that a pronoun, noun or person in a role phrase points to, or None."""
        if belonging.person is not None:
            return self._of_person(full_name(belonging.person))
        if belonging.pronoun is not None:
            noun = self._reading.lower(belonging.noun) if belonging.noun is not None else ""
            return self._pronoun(belonging.pronoun, noun, tie)
        if belonging.noun is not None:
            return self._noun(belonging.noun)
        return None

    def origin(self, name: str) -> Mention | None:
        """Return the country with which a person is named: "Ieremia Tabai of Kiribati", "China's Wang Yi"."""
        return self._origins.get(name)

    def _of_person(self, name: str) -> Owner | None:
        roles = self._of_name.get(name, [])[:40]
        return next((r for r in roles if r[1] is not None), roles[0] if roles else None)

    def _pronoun(self, place: int, belonging_noun: str, tie: Tie) -> Owner | None:
        word = self._reading.lower(place)
        if word in {"his", "her"} and belonging_noun in self._reading.words.state_nouns:
            own = self.origin(full_name(tie.person))
            return (None, own) if own is not None else None
        if word in {"his", "her"}:
            person = self._last_person(place, full_name(tie.person))
            return self._of_person(person) if person is not None else None
        if word in {"our", "my"}:
            return None
        if word not in _THINGS:
            return None
        spot = self._last_thing(place)
        other = self._unknown_actor(place) if spot is None or not self._acts(spot, place) else None
        if other is not None:
            return other, None
        return _owner(spot.mention) if spot is not None else None

    def _last_person(self, place: int, but: str) -> str | None:
        """Return whom "his" stands for: the subject of this sentence or of the one before, else the
        nearest.
        """
        joined = self._reading.person(place - 2) if self._reading.lower(place - 1) == "and" else None
        if joined is not None:
            return full_name(joined.mention)  # "President Ford and his secretary of state"
        people = [
            s for s in self._back(place) if s.mention.kind == Kind.PERSON and full_name(s.mention) != but
        ]
        sentence = self._reading.tokens.sentence(place)
        for back in (0, 1):
            for spot in people:
                if self._reading.tokens.sentence(spot.first) == sentence - back and self._is_subject(spot):
                    return full_name(spot.mention)
        return full_name(people[0].mention) if people else None

    def _is_subject(self, spot: Spot) -> bool:
        return self._reading.root(spot).dep_ in {"nsubj", "nsubjpass"}

    def _last_thing(self, place: int) -> Spot | None:
        """Return the country or body that "its" stands for: the subject of a sentence before a nearer
        place.
        """
        near = [s for s in self._back(place) if s.mention.kind in {Kind.COUNTRY, Kind.ORGANIZATION}]
        if not near:
            return None
        if self._reading.lower(place) == "whose":
            return near[0]
        return next((spot for spot in near if self._acts(spot, place)), near[0])

    def _acts(self, spot: Spot, place: int) -> bool:
        """Tell whether a thing is the subject of a token's sentence or of the one before."""
        subject = self._is_subject(spot) and spot.mention.form != Form.ADJECTIVE
        return subject and self._is_near(spot.first, place)

    def _is_near(self, before: int, place: int) -> bool:
        sentences = self._reading.tokens
        return sentences.sentence(before) >= sentences.sentence(place) - 1

    def _unknown_actor(self, place: int) -> Mention | None:
        """Return the body that only the model knows and that is the subject of this sentence or of the one
        before: "its chair" after "Friends of the Bay, a charity, sued".
        """
        bodies = self._reading.bodies
        number = bisect_right(bodies, place, key=lambda body: body.end) - 1
        while number >= 0 and self._is_near(bodies[number].start, place):
            body = bodies[number]
            unspotted = all(self._reading.spot(i) is None for i in range(body.start, body.end))
            if unspotted and body.root.dep_ in {"nsubj", "nsubjpass"}:
                return self._reading.organization(body.start, body.end - 1)
            number -= 1
        return None

    def _back(self, place: int) -> list[Spot]:
        """Return the spots before a token, nearest first, as far as an antecedent may stand."""
        lowest = self._reading.tokens.sentence(place) - _SENTENCES_BACK
        found: list[Spot] = []
        number = self._reading.last_spot_before(place)
        while number >= 0 and len(found) < _SPOTS_BACK:
            spot = self._reading.annotated.spots[number]
            if self._reading.tokens.sentence(spot.first) < lowest:
                break
            found.append(spot)
            number -= 1
        return found

    def _noun(self, place: int) -> Owner | None:
        noun = self._reading.lower(place)
        words = self._reading.words
        if noun in words.state_nouns:
            near = next((s for s in self._back(place) if s.mention.kind == Kind.COUNTRY), None)
            return (None, near.mention) if near is not None else None
        if noun in words.government_nouns:
            return self._organ(place)
        bodies = [s.mention for s in self._all_back(place) if s.mention.kind == Kind.ORGANIZATION]
        if noun in words.rebel_nouns:
            return next((_owner(body) for body in bodies if self._is_armed(body)), None)
        fields = self._fields(place)
        if fields:
            bodies = [body for body in bodies if any(self._has_word(body, word) for word in fields)]
        for fits in (self._is_word_of, self._may_be):
            for body in bodies:
                if fits(body, noun):
                    return _owner(body)
        publisher = self._reading.publisher()
        if publisher is not None and self._is_word_of(publisher, noun):
            return _owner(publisher)
        return self._by_title(place)

    def _is_armed(self, body: Mention) -> bool:
        known = self._reading.lexicon.bodies.get(body.key or "")
        return known is not None and known.kind == "armed_group"

    def _fields(self, place: int) -> list[str]:
        """Return the nouns before a noun: "search", "rescue" of "the search and rescue agency"."""
        found = []
        for before in range(place - 1, max(place - 6, 0), -1):
            tag, lower = self._reading.tokens.tag[before], self._reading.lower(before)
            if self._reading.tokens.capital(before) or not (tag.startswith(("NN", "JJ")) or lower == "and"):
                break
            if tag.startswith("NN") and before not in self._reading.title_words:
                found.append(lower)
        return found

    def _has_word(self, body: Mention, field: str) -> bool:
        """Tell whether a field is in the name of a body: "refugee" in that of the UNHCR."""
        known = self._reading.lexicon.bodies.get(body.key or "")
        name = known.name if known is not None else ""
        return any(word.startswith(field) for word in f"{body.text} {name}".lower().split())

    def _is_word_of(self, body: Mention, noun: str) -> bool:
        known = self._reading.lexicon.bodies.get(body.key or "")
        name = known.name if known is not None else ""
        return noun in f"{body.text} {name}".lower().split()

    def _all_back(self, place: int) -> list[Spot]:
        """Return up to 60 spots before a token, nearest first."""
        number = self._reading.last_spot_before(place)
        return list(reversed(self._reading.annotated.spots[max(0, number - 59) : number + 1]))

    def _organ(self, place: int) -> Owner | None:
        """Return the organ of the country named last: "the government's spokesman"."""
        near = next((s for s in self._back(place) if s.mention.kind == Kind.COUNTRY), None)
        if near is None:
            return None
        name = self._reading.words_of(place, place).capitalize()
        return self._reading.organization(place, place, name=name, of=near.mention), near.mention

    def _may_be(self, body: Mention, noun: str) -> bool:
        """Tell whether a noun may stand for a body by the body's kind: "the agency" for UNHCR."""
        known = self._reading.lexicon.bodies.get(body.key or "")
        if known is None:
            own = set(body.text.lower().split()) & self._reading.words.organ_nouns
            return not own and noun in {"group", "organization", "organisation", "company", "party"}
        nouns = self._reading.words.nouns_of_kinds.get(known.kind, frozenset())
        return noun in nouns or noun in known.name.lower().split()

    def _by_title(self, place: int) -> Owner | None:
        """Return the owner of an office named before: "the Secretary-General's spokesman"."""
        found = (self._reading.titles.get(first) for first in range(max(0, place - 4), place + 1))
        title = next((t for t in found if t is not None and t.last == place), None)
        if title is None:
            return None
        if title.key in self._of_title:
            return self._of_title[title.key]
        body = self._headed(title.key, title.first)
        return (body, None) if body is not None else None

    def international(self, tie: Tie) -> Mention | None:
        """Return the international body that a bare "Secretary-General" heads, from the sentences before."""
        return self._headed(tie.phrase.title.key, tie.phrase.head_first)

    def _headed(self, title: str, place: int) -> Mention | None:
        if title not in _HEAD_TITLES:
            return None
        for spot in self._back(place):
            known = self._reading.lexicon.bodies.get(spot.mention.key or "")
            if known is not None and known.kind == "intergovernmental":
                return spot.mention
        return None


def _origins(reading: Reading) -> dict[str, Mention]:
    """Return the countries that stand with a name: "X of Kiribati", "Fiji's X"."""
    found: dict[str, Mention] = {}
    for spot in reading.annotated.spots:
        if spot.mention.kind != Kind.PERSON:
            continue
        after = reading.spot(spot.last + 2) if reading.lower(spot.last + 1) == "of" else None
        before = reading.spot(spot.first - 2) if reading.lower(spot.first - 1) in {"'s", "'"} else None
        for country in (after, before):
            if country is not None and country.mention.kind == Kind.COUNTRY:
                found.setdefault(full_name(spot.mention), country.mention)
    return found


def _owner(mention: Mention) -> Owner:
    if mention.kind == Kind.COUNTRY:
        return None, mention
    return mention, mention.of if mention.of is not None and mention.of.kind == Kind.COUNTRY else None
