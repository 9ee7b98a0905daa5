"""What the words of a role phrase say about its body and country."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cablegraph.extract.roles.reading import Reading, body_named
from cablegraph.model import Mention
from cablegraph_ontology.lexicon import Form
from cablegraph_ontology.terms import Kind


@dataclass(frozen=True, slots=True)
class Belonging:
    """The body, the country, or the words that point back to one."""

    body: Mention | None = None
    country: Mention | None = None
    person: Mention | None = None
    """"Putin's spokesman", "adviser to President Putin"."""
    pronoun: int | None = None
    """The token of "his" or "its"."""
    noun: int | None = None
    """The token of the noun in "the ministry's spokesman", "head of the agency"."""

    def join(self, other: Belonging) -> Belonging:
        """Return both; what this one says already stays."""
        return Belonging(
            self.body or other.body,
            self.country or other.country,
            self.person or other.person,
            self.pronoun if self.pronoun is not None else other.pronoun,
            self.noun if self.noun is not None else other.noun,
        )

    def with_city(self, reading: Reading) -> Belonging:
        """Return a capital as the city that it is, for a mayor or a bishop: "London Mayor Sadiq Khan"."""
        country = self.country
        if country is None or country.form != Form.CAPITAL or self.body is not None:
            return self
        key = body_named(reading.lexicon, country.text)
        city = replace(
            country, kind=Kind.ORGANIZATION, form=Form.PATTERN, key=key, name=country.text, of=country
        )
        return replace(self, body=city)

    def with_organ(self, reading: Reading) -> Belonging:
        """Return an organ of a named country as the body: "the government of Sierra Leone"."""
        if self.noun is None or self.body is not None or self.country is None:
            return self
        name = reading.words_of(self.noun, self.noun).capitalize()
        body = reading.organization(self.noun, self.noun, name=name, of=self.country)
        return replace(self, body=body, noun=None)
