"""The country or body that only the article as a whole suggests for a bare title."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from cablegraph.extract.roles.antecedents import Antecedents
from cablegraph.extract.roles.belonging import Belonging
from cablegraph.extract.roles.organs import Organs
from cablegraph.extract.roles.parties import is_party
from cablegraph.extract.roles.phrase import Phrase
from cablegraph.extract.roles.reading import Reading
from cablegraph.extract.roles.scene import Tie
from cablegraph.extract.roles.setting import Setting
from cablegraph.extract.roles.settled import COUNTERPART, STATE_CLASSES, Basis, Register, Settled, office_of
from cablegraph.spotting.names import full_name
from cablegraph_ontology.relations import Status
from cablegraph_ontology.terms import Kind

CLEAR_MARGIN = 1.3
"""The best country leads clearly when its score is this many times the next one's."""

_ACROSS = 0.5
_TAKEN = 0.4
"""How likely a second holder of an office is, where both are only inferred: one may be a predecessor."""

_HOLDER_BESIDE, _HOLDERS_REACH = 3.0, 8
"""How much a known holder says of the country of an office in the next sentences, and of how many."""

_OF_GOVERNMENT = {"head_of_state", "head_of_government", "minister", "deputy"}
_HELD_BY_MANY = {
    "legislator",
    "officer",
    "judge",
    "police",
    "official",
    "expert",
    "member",
    "adviser",
    "mayor",
    "governor",
}
"""Classes of offices that a state has many of: two senators are no rivals."""
_LOCAL = {"mayor", "governor"}
_OF_FIELDS = {"secretary", "director", "commissioner"}
_AT_HOME = {"head_of_body", "deputy_head_of_body", "head_of_state", "governor", "mayor", "police", "judge"}
"""Classes of heads who, where nothing says of what, are mostly of the country that the article is about."""
_ABROAD_TOO = {"commissioner", "special-rapporteur", "secretary-general"}
_OF_HOME = {"minister", "deputy", "legislator", "head_of_body", "police", "judge"}
"""Classes of which the article's own country is meant where several are as near."""
_FAR = 1.5
"""How many times the score of the next country the first one must have then."""
_ONE_AT_A_TIME = {"head_of_state", "head_of_government"}


class Guesses:
    """Guesses the country or body of ties that no words settle."""

    def __init__(
        self, reading: Reading, setting: Setting, antecedents: Antecedents, organs: Organs, register: Register
    ) -> None:
        self._reading = reading
        self._setting = setting
        self._antecedents = antecedents
        self._organs = organs
        self._register = register
        self._excluded: dict[str, frozenset[str]] = {}

    def of_countries(
        self, ties: list[Tie], settled: Mapping[int, Settled]
    ) -> Iterator[tuple[Basis, int, str]]:
        """Yield for the ties left over the country that the article suggests, the surest first.

        No two persons get the same office of one country, unless one of them has left it.
        """
        self._excluded = self._exclusions(ties)
        groups: dict[tuple[str, str], list[int]] = defaultdict(list)
        for number, tie in enumerate(ties):
            if number not in settled and self._may_guess(tie):
                groups[(office_of(tie.phrase), full_name(tie.person))].append(number)
        ranked = []
        for (_, name), numbers in groups.items():
            scores = self._scores(name, [ties[n] for n in numbers])
            best = sorted(scores.values(), reverse=True)[:2]
            if best:
                ranked.append((best[0] / (best[1] if len(best) > 1 else 0.5), numbers, scores))
        for _, numbers, scores in sorted(ranked, key=lambda r: (-r[0], r[1])):
            yield from self._pick(ties[numbers[0]], numbers, scores)

    def _pick(
        self, tie: Tie, numbers: list[int], scores: dict[str, float]
    ) -> Iterator[tuple[Basis, int, str]]:
        title, name = office_of(tie.phrase), full_name(tie.person)
        current = tie.phrase.status in {Status.CURRENT, Status.ACTING}
        held = current and tie.phrase.title.role_class not in _HELD_BY_MANY
        free = {
            k: s * (_TAKEN if held and (self._register.holder(title, k) or name) != name else 1.0)
            for k, s in scores.items()
            if not held or (self._register.stated_holder(title, k) or name) == name
        }
        for key in self._across(tie) & free.keys():
            free[key] *= _ACROSS
        order = sorted(free, key=lambda key: (-free[key], key))
        if order:
            rivals = [key for key in order if free[order[0]] < CLEAR_MARGIN * free[key]]
            at_home = tie.phrase.title.role_class in _OF_HOME and tie.phrase.belonging.body is None
            home = self._setting.home_of(rivals) if at_home and len(rivals) > 1 else None
            clear = len(rivals) < 2 or home is not None
            if home is not None:
                order = [home]  # among several near ones
            if tie.phrase.title.role_class in _ONE_AT_A_TIME and not self._may_head(tie, order[0]):
                return
            for number in numbers:
                yield (Basis.CONTEXT if clear else Basis.UNCLEAR), number, order[0]

    def _may_head(self, tie: Tie, country: str) -> bool:
        """Tell whether a bare head of state or government may be one of a country: a state has but one."""
        holder = self._register.holder(office_of(tie.phrase), country)
        held = tie.phrase.status in {Status.CURRENT, Status.ACTING}
        return not (held and holder is not None and holder != full_name(tie.person))

    def _across(self, tie: Tie) -> set[str]:
        """Return the countries of officials to whom this one does something: they are rarely of one
        country.
        """
        role = self._part(tie.first)
        return {
            other.country.key
            for other in self._register.in_sentence(tie)
            if other.country is not None
            and other.country.key is not None
            and full_name(other.tie.person) != full_name(tie.person)
            and {role, self._part(other.tie.first)} == {"subject", "object"}
        }

    def _part(self, place: int) -> str:
        spot = self._reading.spot(place)
        dependency = self._reading.root(spot).dep_ if spot is not None else ""
        return (
            "subject"
            if dependency == "nsubj"
            else "object"
            if dependency in {"dobj", "pobj", "dative"}
            else ""
        )

    def _scores(self, name: str, ties: list[Tie]) -> dict[str, float]:
        title = ties[0].phrase.title.key
        allowed, missing = self._states_with(title)
        missing |= self._excluded.get(name, frozenset()) | self._destination(ties[0].phrase)
        places = [tie.phrase.head_first for tie in ties[:20]]
        phrase = ties[0].phrase
        bare = self._reading.tokens.capital(phrase.head_first) and not phrase.determiner
        presumed = self._reading.words.presumed.get(title) if bare else None
        abroad = ties[0].phrase.title.role_class == "envoy"
        holders = self._known_holders(name)
        scores = self._setting.scores(places, name, presumed, abroad, Counter(key for _, key in holders))
        for key, score in self._beside(places[0], holders).items():
            scores[key] = scores.get(key, 0.0) + score
        if not scores and allowed is not None and len(allowed) == 1:
            return dict.fromkeys(allowed, 1.0)
        return {k: s for k, s in scores.items() if k not in missing and (allowed is None or k in allowed)}

    def _known_holders(self, name: str) -> list[tuple[int, str]]:
        """Return sentence and country of the others who are settled as known holders: they stand for it.

        "President Rousseff flew home ... Health Minister Alexandre Padilha said": no word says Brazil.
        """
        return [
            (self._reading.tokens.sentence(other.tie.first), other.country.key)
            for other in self._register.of_all_persons(5)
            if other.basis == Basis.HOLDER
            and other.tie.phrase.status == Status.CURRENT
            and other.country is not None
            and other.country.key is not None
            and full_name(other.tie.person) != name
        ]

    def _beside(self, place: int, holders: list[tuple[int, str]]) -> dict[str, float]:
        """Return how much holders in the sentences before say of the country of an office."""
        sentence = self._reading.tokens.sentence(place)
        found: dict[str, float] = {}
        for number, key in holders:
            distance = sentence - number
            if 0 <= distance < _HOLDERS_REACH:
                near = _HOLDER_BESIDE * (1.0 - distance / _HOLDERS_REACH)
                found[key] = max(found.get(key, 0.0), near)
        return found

    def _exclusions(self, ties: list[Tie]) -> dict[str, frozenset[str]]:
        """Return for each person the countries that lack an office which he or she holds: "Robert Hill ...
        Senator Hill" is of no country without a senate.
        """
        every = frozenset(self._reading.lexicon.countries)
        found: dict[str, frozenset[str]] = {}
        for tie in ties:
            allowed, missing = self._states_with(tie.phrase.title.key)
            excluded = missing if allowed is None else missing | (every - allowed)
            bare = tie.phrase.belonging == Belonging() and tie.phrase.status == Status.CURRENT
            if bare and excluded:
                name = full_name(tie.person)
                found[name] = found.get(name, frozenset()) | excluded
        return found

    def _destination(self, phrase: Phrase) -> frozenset[str]:
        """Return the country to which an envoy is sent, who therefore is of another: "ambassador to Chad"."""
        if phrase.title.role_class != "envoy":
            return frozenset()
        spots = (self._reading.spot(i) for i in range(phrase.head_last + 1, phrase.last + 1))
        return frozenset(
            s.mention.key for s in spots if s is not None and s.mention.key and s.mention.kind == Kind.COUNTRY
        )

    def _may_guess(self, tie: Tie) -> bool:
        title = tie.phrase.title
        if tie.rule == COUNTERPART:
            return False
        if self._organs.noun_organ(tie) is not None or self._organs.organ_after(tie) is not None:
            return True
        belonging = tie.phrase.belonging
        if self._is_of_rebels(tie):
            return True
        if self._is_of_portfolio(tie):
            return True
        pointed = belonging.pronoun is not None or belonging.person is not None
        if pointed and title.role_class not in _OF_GOVERNMENT:
            return False  # "his envoy", "Obama's adviser": whose is the point
        if self._names_people(tie.phrase):
            return False  # "Kurdish rebel leader Abdullah Ocalan was captured in Kenya"
        if title.role_class in STATE_CLASSES or title.speaks_for == "country":
            return True
        if title.role_class in _LOCAL and belonging == Belonging():
            return self._reading.tokens.capital(tie.phrase.head_first)
        if title.key in self._reading.words.of_a_state:
            return True
        if title.key in self._reading.words.chambers or self._organs.inside_title(tie) is not None:
            return True
        body = tie.phrase.belonging.body
        return (body is not None and body.key is not None) or self._organs.is_of_some_state(body)

    def _is_of_rebels(self, tie: Tie) -> bool:
        """Tell whether "rebel" or "the rebels'" stands before a title: the article tells of which country."""
        noun = tie.phrase.belonging.noun
        return noun is not None and self._reading.lower(noun) in self._reading.words.rebel_nouns

    def _is_of_portfolio(self, tie: Tie) -> bool:
        """Tell whether an official in capitals has a field of government: "Director of Health X"."""
        phrase = tie.phrase
        if phrase.title.key not in _OF_FIELDS or not self._reading.tokens.capital(phrase.head_first):
            return False
        after = phrase.role[phrase.role.lower().find(phrase.title.words[0]) :]
        return phrase.belonging == Belonging() and self._organs.has_portfolio(after)

    def _names_people(self, phrase: Phrase) -> bool:
        """Tell whether a people that is no country's stands before the title."""
        doc = self._reading.annotated.doc
        return any(
            doc[i].ent_type_ == "NORP" and self._reading.spot(i) is None and doc[i].text[0].isupper()
            for i in range(phrase.first, phrase.head_first)
        ) and phrase.title.key in {"rebel-leader", "leader"}

    def in_context(self, tie: Tie, key: str, basis: Basis) -> Settled:
        """Settle a tie with a country that the article supplies."""
        country = self._setting.mention(key, tie.phrase.head_first)
        if self._is_of_rebels(tie):
            return Settled(tie, None, country, basis)
        own = None if self._organs.is_side(tie) else tie.phrase.belonging.body
        body = own or self._organs.noun_organ(tie) or self._organs.organ_after(tie)
        body = body or self._organs.inside_title(tie)
        if body is None and tie.phrase.title.role_class == "mayor":
            body = self._antecedents.city(tie)
        if tie.phrase.title.key in self._reading.words.chambers and (
            body is None or not self._organs.is_organ(body) or is_party(self._reading, body)
        ):
            body = self._organs.inside_title(tie)
        return Settled(tie, self._organs.agency(tie, body, country), country, basis)

    def in_court(self, tie: Tie) -> Settled | None:
        """Settle a judge or prosecutor without a body of an article about a court."""
        if tie.phrase.title.role_class != "judge" or tie.phrase.belonging.body is not None:
            return None
        if tie.phrase.belonging.country is not None:
            return None
        court = self._antecedents.court(tie)
        if court is None:
            return None
        known = self._organs.known(court)
        return Settled(tie, court, self._organs.country(known.country if known else None), Basis.CONTEXT)

    def in_body(self, tie: Tie) -> Settled | None:
        """Settle a head, mayor or spokesman without a body by the body, city or seat named before."""
        body = self._antecedents.international(tie)
        small = not self._reading.tokens.capital(
            tie.phrase.head_first
        )  # a governor in capitals is of a region
        mayor = tie.phrase.title.role_class == "mayor"
        if body is None and (mayor or (tie.phrase.title.role_class == "governor" and small)):
            body = self._antecedents.city(tie)
        if (
            body is None
            and tie.phrase.title.role_class == "spokesperson"
            and tie.phrase.belonging == Belonging()
        ):
            body = self._antecedents.spoken_for(tie)
        if body is None:
            return None
        known = self._organs.known(body)
        country = (
            body if body.kind == Kind.COUNTRY else self._organs.country(known.country if known else None)
        )
        if country is None:
            country = self._organs.country(self._organs.region(body))
        if country is None and body.of is not None and body.of.kind == Kind.COUNTRY:
            country = body.of  # a capital
        if country is None:
            return Settled(tie, body, None, Basis.CONTEXT)
        agency = body if body.kind == Kind.ORGANIZATION else self._organs.agency(tie, None, country)
        return Settled(tie, agency, country, Basis.CONTEXT)

    def at_home(self, tie: Tie) -> Settled | None:
        """Settle the head of a body that nothing names by the country of the article: "president of the
        episcopal conference", "hotel union leader". Only where one country leads by far.
        """
        title = tie.phrase.title
        if tie.rule == COUNTERPART or tie.phrase.belonging.body is not None:
            return None
        if title.role_class not in _AT_HOME and title.key not in self._reading.words.prelates:
            return None
        if title.key in _ABROAD_TOO or self._register.of_person(full_name(tie.person)):
            return None
        scores = self._setting.scores([tie.phrase.head_first], full_name(tie.person), None, False)
        order = sorted(scores, key=lambda key: (-scores[key], key))
        if not order or (len(order) > 1 and scores[order[0]] < _FAR * scores[order[1]]):
            return None
        if not self._setting.is_home(order[0]):
            return None
        country = self._setting.mention(order[0], tie.phrase.head_first)
        return Settled(tie, None, country, Basis.CONTEXT)

    def _states_with(self, title: str) -> tuple[frozenset[str] | None, frozenset[str]]:
        """Return the only countries with such an office or None, and those without it."""
        words = self._reading.words
        without = {
            "president": words.no_president,
            "prime-minister": words.no_prime_minister,
            "premier": words.no_premier,
        }
        if title in {"king", "queen"}:
            return words.monarchies, frozenset()
        return words.only.get(title), without.get(title, frozenset())
