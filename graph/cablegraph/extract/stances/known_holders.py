"""The office of a person whom an article names without it: "Tony Blair said", while he was prime minister."""

from __future__ import annotations

from dataclasses import replace

from cablegraph.extract.cast import Member
from cablegraph.model import Annotated, Mention
from cablegraph.spotting.holder_names import holders_like, is_same_name, is_short_name, plain_parts
from cablegraph_ontology.holders import Holder
from cablegraph_ontology.terms import Kind


class KnownHolders:
    """For whom the known office-holders of one article speak: those in office in its year."""

    def __init__(self, annotated: Annotated) -> None:
        date = annotated.article.date
        self._year = date.year if date is not None else None
        self._named = {s.mention.key for s in annotated.spots if s.mention.key is not None}

    def represented(self, member: Member) -> Mention | None:
        """Return the country or body of a person to whom the article gives no other office.

        The name must be that of one holder only, who held the office in the year of the article; without a
        year, or with a surname alone, the article must also name the country or body.
        """
        if any(role.country is not None or role.agency is not None for role in member.roles):
            return None
        parts = plain_parts(member.name)
        owners = {
            row.country or row.body: row
            for known, row in holders_like(member.name)
            if self._fits(parts, known, row)
        }
        return self._mention(member.mention, next(iter(owners.values()))) if len(owners) == 1 else None

    def _fits(self, parts: tuple[str, ...], known: tuple[str, ...], row: Holder) -> bool:
        named = (row.country or row.body) in self._named
        if self._year is not None and not row.since <= self._year <= (row.until or self._year):
            return False
        if len(parts) > 1 and is_same_name(parts, known):
            return named or self._year is not None
        return named and self._year is not None and is_short_name(parts, known, row.called_by_first)

    def _mention(self, person: Mention, row: Holder) -> Mention:
        kind = Kind.COUNTRY if row.country is not None else Kind.ORGANIZATION
        return replace(person, kind=kind, key=row.country or row.body, name=None, of=None)
