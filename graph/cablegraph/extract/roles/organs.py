"""The bodies of roles: a ministry behind a title, the mission of an ambassador, the army of a country."""

from __future__ import annotations

from dataclasses import replace

from cablegraph.extract.roles.antecedents import Antecedents
from cablegraph.extract.roles.implied import Implied, implied
from cablegraph.extract.roles.parties import is_party
from cablegraph.extract.roles.reading import Reading, body_words, national_body
from cablegraph.extract.roles.scene import Tie
from cablegraph.model import Mention
from cablegraph.spotting.names import full_name
from cablegraph_ontology.lexicon import Body, Form
from cablegraph_ontology.terms import Kind

_AT_THE_UN = {"ambassador", "envoy", "deputy-ambassador", "permanent-representative", "un-ambassador"}


class Organs:
    """Makes the mention of the body to which a role belongs, from its words, title and country."""

    def __init__(self, reading: Reading, antecedents: Antecedents) -> None:
        self._reading = reading
        self._lexicon = reading.lexicon
        self._implied: Implied = implied(reading.lexicon)
        self._antecedents = antecedents

    def agency(self, tie: Tie, body: Mention | None, country: Mention) -> Mention | None:
        """Return the body as one of the country, or the ministry that a minister's title implies."""
        if body is not None:
            return self._national(body, country)
        seat = self._seat(country) or self._mission(tie, country)
        if seat is not None:
            return seat
        head = self._implied.body([tie.phrase.role], None, country)
        if head is not None:
            return self.of_title(tie, head)
        if tie.phrase.title.role_class == "spokesperson":
            return self._context_body(tie, "Government", country)
        if country.key == "USA" and tie.phrase.title.role_class == "deputy":
            return self._department(tie, country)
        portfolio = self._implied.portfolio(tie.phrase.role)
        if portfolio is None or tie.phrase.title.role_class not in {"minister", "deputy"}:
            return None
        span = self._reading.span(tie.phrase.head_first, tie.phrase.head_last)
        return self._reading.annotated.mention(
            span, Kind.ORGANIZATION, form=Form.CONTEXT, key=portfolio.key, name=portfolio.name, of=country
        )

    def has_portfolio(self, role: str) -> bool:
        """Tell whether a field of government is named after "of" or "for" in a role."""
        return (" of " in role or " for " in role) and self._implied.portfolio(role) is not None

    def _department(self, tie: Tie, country: Mention) -> Mention | None:
        """Return the department of an American "Deputy Secretary Sherman": the publisher, or the last named.

        "For Political Affairs" after the title is a bureau of it, and no ministry of its own.
        """
        if "secretary" not in tie.phrase.role.lower():
            return None
        publisher = self._reading.publisher()
        near = [s.mention for s in self._antecedents.named_before(tie)]
        for body in (publisher, *self._antecedents.owners(), *near):
            known = self.known(body)
            if known is not None and known.country == country.key and "department" in known.name.lower():
                return self.of_title(tie, known)
        return None

    def inside_title(self, tie: Tie) -> Mention | None:
        """Return the body that stands inside a title: "army spokesman", "police chief"."""
        phrase = tie.phrase
        first = phrase.head_first
        chamber = self._reading.words.chambers.get(phrase.title.key)
        if chamber == "Parliament" and tie.phrase.belonging.country is not None:
            chamber = self._parliament(tie.phrase.belonging.country.key) or chamber
        if chamber is not None:
            return self._reading.organization(first, phrase.head_last, name=chamber)
        if self._reading.lower(first) in self._reading.words.government_nouns and first < phrase.head_last:
            name = self._reading.words_of(first, first).capitalize()
            return self._reading.organization(first, first, name=name)
        return None

    def noun_organ(self, tie: Tie) -> Mention | None:
        """Return the organ that a noun before the title names without an article: "Senate leader X"."""
        noun = tie.phrase.belonging.noun
        if noun is None or tie.phrase.determiner or noun > tie.phrase.head_first:
            return None
        if self._reading.lower(noun) not in self._reading.words.government_nouns:
            return None
        name = self._reading.words_of(noun, noun).capitalize()
        return self._reading.organization(noun, noun, name=name)

    def organ_after(self, tie: Tie) -> Mention | None:
        """Return the organ that a noun after the title names: "the chief of the army", "the head of the
        search and rescue agency".
        """
        noun = tie.phrase.belonging.noun
        if noun is None or noun < tie.phrase.head_last or tie.phrase.belonging.pronoun is not None:
            return None
        first = self._first_of_organ(noun, tie.phrase.head_last + 1)
        words = self._reading.words
        alone = self._reading.lower(noun) in words.government_nouns
        if not alone and (first == noun or self._reading.lower(noun) not in words.state_agencies):
            return None
        name = self._reading.words_of(first, noun).capitalize()
        return self._reading.organization(first, noun, name=name)

    def _first_of_organ(self, noun: int, lowest: int) -> int:
        """Return the first token of the words in small letters before a noun, after "of the"."""
        first = noun
        while first - 1 > lowest and not self._reading.tokens.capital(first - 1):
            joined = self._reading.lower(first - 1) == "and"
            if not joined and not self._reading.tokens.tag[first - 1].startswith(("NN", "JJ", "HYPH")):
                break
            first -= 1
        return first

    def part_of(self, part: Mention, whole: Mention | None) -> Mention:
        """Return "its Commission" as a body of the lexicon when "African Union Commission" is one."""
        if whole is None or part.key is not None:
            return part
        name = self.known(whole)
        words = f"{name.name if name is not None else full_name(whole)} {full_name(part)}"
        key = body_words(self._lexicon).get(words)
        if key is not None:
            return replace(part, key=key, name=self._lexicon.bodies[key].name)
        return replace(part, name=words)

    def is_organ(self, body: Mention) -> bool:
        """Tell whether a body is one by its key or its last word: "National Assembly" is, "Arizona" is
        not.
        """
        return body.key is not None or body.text.lower().split()[-1] in self._reading.words.organ_nouns

    def is_of_some_state(self, body: Mention | None) -> bool:
        """Tell whether a body without a country must be an organ of one: "National Assembly", "Bureau of
        Labour Statistics", but no "National Rifle Association".
        """
        if body is None or body.key is not None or body.of is not None or body.form != Form.PATTERN:
            return False
        words = full_name(body).lower().split()
        if words[0] in self._reading.words.state_offices:
            return len(words) > 2
        return words[0] in self._reading.words.state_openers and words[-1] in self._reading.words.state_organs

    def is_side(self, tie: Tie) -> bool:
        """Tell whether the name before a minister's title is rather a party: "a former Labor minister"."""
        body = tie.phrase.belonging.body
        if body is None or tie.phrase.place or tie.phrase.title.role_class != "minister":
            return False
        return is_party(self._reading, body) or not self.is_organ(body)

    def region(self, body: Mention) -> str | None:
        """Return the code of the country of a region or city: "Texas", "Kandahar province"."""
        words = full_name(body).split()
        regions = self._reading.words.regions
        code = regions.get(" ".join(words))
        if code is None and words[-1].lower() in self._reading.words.territories:
            code = regions.get(" ".join(words[:-1]))
        return code

    def known(self, body: Mention | None) -> Body | None:
        """Return the entry of the lexicon for a body, or None."""
        return self._lexicon.bodies.get(body.key) if body is not None and body.key is not None else None

    def country(self, key: str | None) -> Mention | None:
        """Return a country that no words here name, or None when there is no code."""
        if key is None:
            return None
        country = self._lexicon.countries.get(key)
        name = country.name if country is not None else key
        return Mention(start=0, end=0, text=name, kind=Kind.COUNTRY, form=Form.CONTEXT, key=key)

    def of_title(self, tie: Tie, body: Body) -> Mention:
        """Return a body of the lexicon that only the title implies."""
        span = self._reading.span(tie.phrase.head_first, tie.phrase.head_last)
        return self._reading.annotated.mention(
            span, Kind.ORGANIZATION, form=Form.CONTEXT, key=body.key, name=body.name
        )

    def _context_body(self, tie: Tie, name: str, country: Mention) -> Mention:
        """Return a body that the words only imply, named like a pattern."""
        span = self._reading.span(tie.phrase.head_first, tie.phrase.head_last)
        return self._reading.annotated.mention(
            span,
            Kind.ORGANIZATION,
            form=Form.CONTEXT,
            name=name,
            of=country,
            key=national_body(self._lexicon, name, country.key),
        )

    def _seat(self, country: Mention) -> Mention | None:
        """Return the seat of a government as the body of who speaks or works there: "Kremlin spokesman"."""
        if country.form != Form.SEAT:
            return None
        return replace(country, kind=Kind.ORGANIZATION, key=None, name=country.text, of=country)

    def _mission(self, tie: Tie, country: Mention) -> Mention | None:
        """Return the mission to the United Nations, when an ambassador is sent there."""
        phrase = tie.phrase
        if phrase.title.role_class != "envoy" or country.key is None:
            return None
        words = f"{phrase.role} {phrase.title.words[0]}".lower()
        there = "united nations" in words or "u.n." in words or " un " in f" {words} "
        if there or (
            phrase.title.key in _AT_THE_UN
            and " to " not in words
            and self._antecedents.at_united_nations(tie)
        ):
            return self._context_body(tie, "Mission to the United Nations", country)
        return None

    def _national(self, body: Mention, country: Mention) -> Mention:
        """Return a body found by pattern as one of a country, and as one of the lexicon where that knows
        it.
        """
        if body.form != Form.PATTERN or body.of is not None or body.key in self._lexicon.bodies:
            return body
        key = national_body(self._lexicon, full_name(body), country.key)
        return replace(body, of=country, key=key or body.key)

    def _parliament(self, country: str | None) -> str | None:
        """Return the name of the only parliament of a country that the lexicon knows."""
        names = [
            b.name for b in self._lexicon.bodies.values() if b.kind == "parliament" and b.country == country
        ]
        return names[0] if len(names) == 1 else None
