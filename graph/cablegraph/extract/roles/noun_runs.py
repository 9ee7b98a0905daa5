"""Runs of nouns: where a name in capitals, or a noun with the words before it, ends."""

from __future__ import annotations

from bisect import bisect_left

from cablegraph.extract.roles.function_words import HYPHENS
from cablegraph.extract.roles.reading import Reading
from cablegraph_ontology.lexicon import Form

_IN_NAMES = {",", "&", "'s", "'"}


class NounRuns:
    """Finds the last tokens of runs of nouns. `limit` is the token before which they must end."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._tokens = reading.tokens

    def run(self, place: int, limit: int) -> tuple[int | None, bool]:
        """Return the last token of a run of nouns, and whether it is a name in capitals."""
        last = place
        capital = place < limit and self._tokens.capital(place)
        while last < limit and self._in_run(last, place):
            if self._tokens.capital(last) != capital and not self._joins_capitals(last):
                break
            last += 1
        return (None if last == place else last - 1), capital

    def named_body(self, place: int, limit: int) -> int | None:
        """Return the last token of a body that the model names whole, where its name is no plain run of
        nouns: "the Free and Equal Elections Foundation", "the Free University of Brussels".
        """
        number = bisect_left(self._reading.bodies, place - 1, key=lambda body: body.start)
        for body in self._reading.bodies[number : number + 1]:
            starts = body.start == place or (
                body.start == place - 1 and self._tokens.lower[place - 1] == "the"
            )
            last = body.end - 1
            if starts and place < last < limit and self._is_name_of_body(place, last):
                return last
        return None

    def _is_name_of_body(self, first: int, last: int) -> bool:
        nouns = {self._tokens.lower[i] for i in range(first, last + 1) if self._tokens.capital(i)}
        words = self._reading.words
        titled = any(
            self._reading.titled(i)
            or self._reading.person(i) is not None
            or self._tokens.text[i] in words.honorifics
            for i in range(first, last + 1)
        )
        return (
            self._tokens.capital(last)
            and bool(nouns & words.organ_nouns)
            and not titled
            and all(
                self._tokens.is_word(i) or self._tokens.text[i] in _IN_NAMES for i in range(first, last + 1)
            )
        )

    def _joins_capitals(self, place: int) -> bool:
        """Tell whether "&" or a hyphen inside a name stands at a token: "Cap-Haitien"."""
        after = place + 1
        hyphen = self._tokens.text[place] in HYPHENS and self._tokens.glued[place]
        inside = after < len(self._tokens) and self._tokens.glued[after] and self._tokens.capital(after)
        return self._tokens.text[place] == "&" or (hyphen and inside)

    def led_body(self, place: int, limit: int) -> int | None:
        """Return the last token of "the U.S.-led coalition", which is a body by what leads it."""
        after = place + 1 if self._reading.lower(place).endswith("-led") else place + 3
        joined = self._reading.lower(place + 1) in HYPHENS and self._reading.lower(place + 2) == "led"
        if not self._tokens.capital(place) or not (joined or after == place + 1):
            return None
        run, capital = self.run(after, limit)
        known = (
            run is not None and not capital and self._reading.lower(run) in self._reading.words.organ_nouns
        )
        return run if known else None

    def joined_noun(self, last: int, limit: int) -> int | None:
        """Return the noun of a body with two fields: "the search and rescue agency"."""
        if (
            self._reading.lower(last + 1) != "and"
            or self._reading.lower(last) in self._reading.words.organ_nouns
        ):
            return None
        run, capital = self.run(last + 2, limit)
        known = (
            run is not None and not capital and self._reading.lower(run) in self._reading.words.organ_nouns
        )
        return run if known else None

    def more_topics(self, last: int, limit: int) -> int:
        """Read on after a portfolio: "Foreign Affairs and Security Policy"."""
        while last + 2 < limit and self._reading.lower(last + 1) in {"and", ","}:
            run, capital = self.run(last + 2, limit)
            if run is None or not capital or self._reading.titled(last + 2):
                break
            last = run
        return last

    def name_after(self, place: int, limit: int) -> int | None:
        """Return the last token of a name after a noun: "the independence party Tavini Huiraatira"."""
        doc = self._reading.annotated.doc
        last = place
        if place < limit and doc[place].ent_iob_ == "B" and doc[place].ent_type_ in {"ORG", "WORK_OF_ART"}:
            while last + 1 < limit and doc[last + 1].ent_iob_ == "I":
                last += 1
            return last
        while last < limit and self._tokens.capital(last) and self._tokens.tag[last].startswith("NN"):
            last += 1
        return last - 1 if last > place else None

    def _in_run(self, place: int, first: int) -> bool:
        tag = self._tokens.tag[place]
        spot = self._reading.spot(place)
        if spot is not None and (place > first or spot.mention.form != Form.ADJECTIVE):
            return False
        if tag == "HYPH":
            return place > first
        if tag == "VBG" and place > first and self._tokens.tag[place - 1] == "HYPH":
            return True  # "the fact-checking website"
        if self._tokens.text[place] == "&":
            return place > first and place + 1 < len(self._tokens) and self._tokens.capital(place + 1)
        return tag.startswith(("NN", "JJ")) and not self._reading.is_calendar(place)
