"""Noun phrases that may name a body, a country or a person: "Kenya's Foreign Ministry", "Putin's
administration".
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from cablegraph.extract.roles.belonging import Belonging
from cablegraph.extract.roles.function_words import DETERMINERS, HYPHENS, LED_BY, POSSESSIVE_ENDS, POSSESSIVES
from cablegraph.extract.roles.noun_runs import NounRuns
from cablegraph.extract.roles.reading import Reading
from cablegraph.model import Spot
from cablegraph.spotting.phrases import Phrases
from cablegraph_ontology.lexicon import Form, Lexicon
from cablegraph_ontology.terms import Kind

_WORDS_BEFORE_NAME = 8
_INSIDE = {"at", "of", "in"}
_TIMES = {"year", "month", "week", "today", "tomorrow", "yesterday"}


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """A noun phrase after a preposition: its last token, what it names, or that it is only a topic."""

    last: int
    belonging: Belonging
    topic: bool = False


@cache
def portfolio_phrases(lexicon: Lexicon) -> Phrases[str]:
    """Return the words of all portfolios: "Foreign Affairs", "Civil Affairs"."""
    return Phrases((words, p.key) for p in lexicon.portfolios.values() for words in p.words)


class NounPhrases:
    """Reads a noun phrase that may name a body, a country or a person."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._tokens = reading.tokens
        self._runs = NounRuns(reading)
        self._portfolios = portfolio_phrases(reading.lexicon)

    def read(self, place: int, limit: int) -> NounPhrase | None:
        """Return the noun phrase that starts at a token, or None when none does."""
        belonging = Belonging()
        if self._reading.lower(place) in POSSESSIVES:
            belonging, place = Belonging(pronoun=place), place + 1
        elif self._reading.lower(place) in DETERMINERS:
            place += 1
        if self._reading.lower(place) in _TIMES and self._reading.lower(place + 1) in POSSESSIVE_ENDS:
            place += 2
        led = self._runs.led_body(place, limit)
        if led is not None:
            return NounPhrase(led, Belonging(body=self._reading.organization(place, led)))
        place = self._after_base(place)
        portfolio = self._portfolios.at(self._tokens, place) if place < limit else None
        person = self._person(place, limit) if portfolio is None else None
        if person is not None:
            return person
        return self._owned(place, limit, belonging)

    def _person(self, place: int, limit: int) -> NounPhrase | None:
        """Read "President Vladimir Putin" or "Putin's administration"."""
        while place < limit:
            spot = self._reading.spot(place)
            if spot is not None and spot.mention.kind == Kind.PERSON:
                last = spot.last
                if self._reading.lower(last + 1) in POSSESSIVE_ENDS:
                    run, capital = self._runs.run(last + 2, limit)
                    if run is not None and capital:
                        return self._capitals(last + 2, run, limit, Belonging())
                    last = run if run is not None else last + 1
                return NounPhrase(last, Belonging(person=spot.mention)) if last < limit else None
            if spot is not None and self._reading.titled(spot.last + 1):
                place = spot.last + 1
            elif self._reading.titled(place):
                place = self._reading.titles[place].last + 1
            elif self._tokens.text[place].rstrip(".") in self._reading.words.honorifics:
                place += 1
            elif self._titled_soon(place, limit):
                place += 1  # "for the former provincial governor Gul Agha"
            else:
                return None
        return None

    def _titled_soon(self, place: int, limit: int) -> bool:
        """Tell whether only small words stand before a title that a name follows."""
        for ahead in range(place, min(limit, place + 4)):
            title = self._reading.titles.get(ahead)
            if title is not None:
                return ahead > place and self._reading.person(title.last + 1) is not None
            if self._reading.spot(ahead) is not None:
                return False
            if not self._tokens.tag[ahead].startswith(("JJ", "NN")):
                return False
        return False

    def _after_base(self, place: int) -> int:
        """Return the token after "Nairobi-based", "so-called": where a body sits says nothing."""
        if self._is_compound(place):
            return place + 3
        for hyphen in range(place + 1, min(place + 4, len(self._tokens) - 2)):
            if self._reading.lower(hyphen) in HYPHENS and self._reading.lower(hyphen + 1) in LED_BY:
                return hyphen + 2
            if not self._tokens.capital(hyphen):
                break
        return place

    def _is_compound(self, place: int) -> bool:
        """Tell whether "far-right", "anti-Islam" stands before a name."""
        after = place + 3
        if after >= len(self._tokens) or self._tokens.capital(place) or not self._tokens.capital(after):
            return False
        return self._reading.lower(place + 1) in HYPHENS and self._tokens.glued[place + 2]

    def _known_ahead(self, place: int, limit: int) -> Spot | None:
        """Return the known body to which the words before it lead: "the Shi'ite militant group Hezbollah"."""
        for ahead in range(place, min(limit, place + _WORDS_BEFORE_NAME)):
            spot = self._reading.spot(ahead)
            if spot is not None and spot.mention.kind == Kind.ORGANIZATION:
                known = spot.mention.key in self._reading.lexicon.bodies
                described = ahead > place and not self._tokens.capital(ahead - 1)
                return spot if known and described and spot.first == ahead and spot.last < limit else None
            if spot is not None or not self._tokens.tag[ahead].startswith(("NN", "JJ", "HYPH", "VBN", "VBG")):
                return None
        return None

    def _owned(self, place: int, limit: int, belonging: Belonging) -> NounPhrase | None:
        """Read countries in front, then the body: "Kenya's Foreign Ministry", "the Indonesian military"."""
        for _ in range(2):
            spot = self._reading.spot(place) if place < limit else None
            if spot is None or spot.mention.kind != Kind.COUNTRY or belonging.country is not None:
                break
            if spot.mention.form == Form.ADJECTIVE and self._is_region(spot.last + 1, limit):
                break
            belonging = belonging.join(Belonging(country=spot.mention))
            place = spot.last + 1
            if self._reading.lower(place) in POSSESSIVE_ENDS:
                place += 1
            elif spot.mention.form != Form.ADJECTIVE and not self._goes_on(place, limit):
                return NounPhrase(spot.last, belonging)
        spot = self._reading.spot(place) if place < limit else None
        if spot is not None and spot.mention.kind == Kind.ORGANIZATION:
            return self._body(spot.first, spot.last, belonging.join(Belonging(body=spot.mention)), limit)
        if spot is not None and spot.mention.kind == Kind.PERSON:
            return None
        ahead = self._known_ahead(place, limit)
        if ahead is not None:
            return self._body(ahead.first, ahead.last, belonging.join(Belonging(body=ahead.mention)), limit)
        return self._words(place, limit, belonging)

    def _is_region(self, place: int, limit: int) -> bool:
        """Tell whether "French" belongs to "French Polynesia"."""
        return (
            place < limit
            and self._tokens.tag[place] == "NNP"
            and self._reading.spot(place) is None
            and self._reading.lower(place) not in self._reading.words.organ_nouns
            and self._portfolios.at(self._tokens, place) is None
            and self._reading.lower(place + 1) not in self._reading.words.organ_nouns
        )

    def _body(self, first: int, last: int, belonging: Belonging, limit: int) -> NounPhrase:
        """Read on after a body: "the UN climate conference", "the Foreign Ministry's information
        department".
        """
        longer = self._runs.named_body(first, limit)
        if longer is not None and longer > last and not self._is_known(belonging):
            return self._whole(first, longer, replace(belonging, body=None))
        place = last + 1
        possessive = self._reading.lower(place) in POSSESSIVE_ENDS
        run, capital = self._runs.run(place + 1 if possessive else place, limit)
        if run is None or capital:
            return NounPhrase(last, belonging)
        noun, words = self._reading.lower(run), self._reading.words
        known = self._is_known(belonging)
        if possessive or noun not in words.organ_nouns or (known and noun in words.nouns_of_names):
            return NounPhrase(run, belonging)  # "the Al Qaeda network" is Al Qaeda
        return NounPhrase(run, replace(belonging, body=self._reading.organization(first, run)))

    def _whole(self, first: int, last: int, belonging: Belonging) -> NounPhrase:
        """Return the body of some words, with the country whose name ends it: "Bank of Brazil"."""
        end = self._reading.spot(last)
        country = end.mention if end is not None and end.mention.kind == Kind.COUNTRY else None
        body = self._reading.organization(first, last)
        return NounPhrase(last, belonging.join(Belonging(body=body, country=country)))

    def _is_known(self, belonging: Belonging) -> bool:
        return belonging.body is not None and belonging.body.key in self._reading.lexicon.bodies

    def _words(self, place: int, limit: int, belonging: Belonging) -> NounPhrase | None:
        portfolio = self._portfolios.at(self._tokens, place) if place < limit else None
        if portfolio is not None and portfolio[0] + 1 < limit:
            noun = portfolio[0] + 1
            if self._tokens.lower[noun] in self._reading.words.organ_nouns and not self._tokens.capital(noun):
                return self._common(place, noun, limit, belonging)  # "the foreign affairs committee"
        if portfolio is not None and portfolio[0] < limit:
            run, capital = self._runs.run(portfolio[0] + 1, limit)
            if run is not None and not capital and not self._tokens.capital(place):
                return NounPhrase(run, belonging, topic=True)  # "of climate science"
            return NounPhrase(self._runs.more_topics(portfolio[0], limit), belonging, topic=True)
        last, capital = self._runs.run(place, limit)
        if last is None:
            return NounPhrase(place - 1, belonging) if belonging.country is not None else None
        if capital:
            named = self._runs.named_body(place, limit)
            if named is not None and named > last:
                return self._whole(place, named, belonging)
            return self._capitals(place, last, limit, belonging)
        joined = self._runs.joined_noun(last, limit)
        if joined is not None:
            return self._common(place, joined, limit, belonging)
        if self._tokens.tag[last].startswith("JJ") and last + 1 < limit and self._tokens.capital(last + 1):
            return self._owned(last + 1, limit, belonging)  # "of the conservative New Democracy"
        return self._common(place, last, limit, belonging)

    def _capitals(self, place: int, last: int, limit: int, belonging: Belonging) -> NounPhrase:
        beside = self._reading.spot(last + 1)
        if beside is not None and beside.mention.kind == Kind.COUNTRY and not self._tokens.glued[last + 1]:
            return NounPhrase(beside.last, belonging, topic=True)  # "a New England family"
        if beside is not None and beside.mention.kind == Kind.ORGANIZATION and beside.last < limit:
            body = self._reading.organization(
                place, beside.last
            )  # "Pennsylvania Department of Transportation"
            return NounPhrase(beside.last, belonging.join(Belonging(body=body)))
        possessive = self._reading.lower(last + 1) in POSSESSIVE_ENDS
        if (
            place == last
            and not possessive
            and self._reading.lower(last) in self._reading.words.government_nouns
        ):
            return NounPhrase(last, belonging.join(Belonging(noun=last)))  # "Chief of the Army"
        if possessive:
            spot = self._reading.spot(last + 2)
            if spot is not None and spot.mention.kind == Kind.ORGANIZATION:
                return self._body(spot.first, spot.last, belonging.join(Belonging(body=spot.mention)), limit)
            own, capital = self._runs.run(last + 2, limit)
            if own is not None and capital:  # "of Uribe's Democratic Center party"
                return self._capitals(last + 2, own, limit, belonging)
        run, capital = self._runs.run(last + (2 if possessive else 1), limit)
        if run is not None and not capital and (possessive or not self._tokens.glued[last + 1]):
            noun = self._reading.lower(run)
            words = self._reading.words
            if (last > place and noun in words.organ_nouns | {"study", "project"}) or (
                noun in words.nouns_of_names and self._tokens.tag[last].startswith("NNP")
            ):
                body = self._reading.organization(place, run)  # "for the LA Sheriff's office"
                return NounPhrase(run, belonging.join(Belonging(body=body)))
            return NounPhrase(run, belonging, topic=True)  # "of the Dallas chapter"
        return self._joined(place, last, limit, belonging)

    def _joined(self, place: int, last: int, limit: int, belonging: Belonging) -> NounPhrase:
        """Read on after capitals over "of" and "and": "Horn of Africa", "University of Nairobi"."""
        while self._reading.lower(last + 1) in {"of", "and"} and last + 2 < limit:
            city = self._seat_of_school(last, last + 2)
            run, capital = self._runs.run(last + 2, limit)
            if city is not None:
                belonging, last = belonging.join(Belonging(country=city.mention)), city.last
                break
            if run is None or not capital or self._reading.spot(last + 2) is not None:
                break
            if self._reading.lower(last + 1) == "and" and self._reading.lower(run + 1) not in _INSIDE:
                break  # "Microbiology and Infectious Diseases at"
            last = run
        return NounPhrase(last, belonging.join(Belonging(body=self._reading.organization(place, last))))

    def _seat_of_school(self, last: int, place: int) -> Spot | None:
        """Return the capital in the name of an institution: "University of Nairobi"."""
        spot = self._reading.spot(place)
        schools = self._reading.words.nouns_of_kinds["university"] | {"institute", "hospital"}
        if spot is None or spot.mention.form != Form.CAPITAL or self._reading.lower(last + 1) != "of":
            return None
        return spot if self._reading.lower(last) in schools else None

    def _common(self, place: int, last: int, limit: int, belonging: Belonging) -> NounPhrase:
        noun = self._reading.lower(last)
        words = self._reading.words
        if self._reading.lower(last + 1) in POSSESSIVE_ENDS and last + 2 < limit:
            if noun not in words.organ_nouns:  # "for the prime minister's own Likud party"
                own = last + 3 if self._reading.lower(last + 2) == "own" else last + 2
                return self._owned(own, limit, Belonging()) or NounPhrase(last, belonging, topic=True)
            inner = self._owned(last + 2, limit, Belonging()) if self._tokens.capital(last + 2) else None
            if inner is not None and inner.belonging.body is not None:
                return inner  # "the group's Haqqani network"
            run, _ = self._runs.run(last + 2, limit)
            return NounPhrase(run if run is not None else last, belonging.join(Belonging(noun=last)))
        if noun not in words.organ_nouns and noun not in words.state_nouns:
            return NounPhrase(last, belonging, topic=belonging == Belonging())
        after = self._reading.spot(last + 1)
        if after is not None and after.mention.kind == Kind.ORGANIZATION and after.last < limit:
            return NounPhrase(after.last, belonging.join(Belonging(body=after.mention)))
        person = after is not None and after.mention.kind == Kind.PERSON
        named = self._runs.name_after(last + 1, limit)
        if person and noun in words.government_nouns:
            named = None  # "the deputy head of the government Azimbek Beknazarov"
        if named is not None and noun in words.organ_nouns:
            body = self._reading.organization(last + 1, named)
            return NounPhrase(named, belonging.join(Belonging(body=body)))
        if belonging.country is not None and noun in words.organ_nouns:
            body = self._reading.organization(place, last, of=belonging.country)
            return NounPhrase(last, belonging.join(Belonging(body=body)))
        return NounPhrase(last, belonging.join(Belonging(noun=last)))

    def _goes_on(self, place: int, limit: int) -> bool:
        """Tell whether a country name is used as an adjective: "the U.S. Department of Agriculture"."""
        spot = self._reading.spot(place) if place < limit else None
        if spot is not None:
            return spot.mention.kind == Kind.ORGANIZATION
        run, capital = self._runs.run(place, limit)
        return run is not None and not capital
