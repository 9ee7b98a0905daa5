"""What follows from all claims together: tenures, positions, disputes across articles, conflicts.

Everything here can be thrown away and computed again. Claims that a person rejected count for nothing, and
things that a person merged or split are what that person says (`cablegraph.reviewing.corrections`). Time and
memory grow linearly with the claims; where all pairs would be meant, a comment gives the choice.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cablegraph.derived.disputes import nearest
from cablegraph.ntriples import date, iri
from cablegraph.reviewing.corrections import Corrections
from cablegraph.store import Store
from cablegraph_ontology.relations import Modality, Standing, Status
from cablegraph_ontology.terms import KG, RDF, Kind, mint_fingerprint
from cablegraph_ontology.vocabulary import CLASSES, value_iri

DISPUTE_WINDOW = datetime.timedelta(days=30)
"""A denial answers what was said in the weeks around it; what was said years before is another affair."""

SHORT_INTERVAL = datetime.timedelta(days=7)
"""An interval up to a week ("earlier in the week") places a person in office on its first and last day; a
longer one ("last year") counts with its best day only, because it would stretch a term by months."""

_HELD = tuple(value_iri(status) for status in (Status.CURRENT, Status.ACTING))
_TAKEN = frozenset(value_iri(standing) for standing in (Standing.OWN, Standing.REPORTED))
_FIRM = frozenset(value_iri(modality) for modality in (Modality.ASSERTED, Modality.PLANNED))
_DENIED = value_iri(Modality.DENIED)
_ASSERTED = value_iri(Modality.ASSERTED)
_OWN = value_iri(Standing.OWN)


@dataclass(frozen=True, slots=True)
class _Role:
    """A claim that somebody holds an office now, as its article says. An empty string means none."""

    claim: str
    person: str
    office: str
    agency: str
    country: str
    date: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class _Stance:
    """A claim for or against a policy. An empty string means none."""

    claim: str
    article: str
    holder: str
    policy: str
    polarity: int
    target: str
    standing: str
    modality: str
    date: str

    @property
    def counts(self) -> bool:
        """True when it makes an edge: the holder's own or reported, asserted or planned."""
        return self.standing in _TAKEN and self.modality in _FIRM


def derived_triples(store: Store) -> str:
    """Return the derived graph as sorted N-Triples."""
    corrections = Corrections.of(store)
    roles = [role for role in _roles(store, corrections) if role.claim not in corrections.rejected]
    stances = [s for s in _stances(store, corrections) if s.claim not in corrections.rejected]
    lines: set[str] = set(corrections.reference_lines(store))
    lines.update(_tenure_lines(roles))
    lines.update(_office_lines(roles))
    lines.update(_position_lines(stances))
    lines.update(_dispute_lines(stances))
    lines.update(_conflict_lines(stances))
    return "".join(sorted(lines))


_ROLES = f"""
SELECT ?claim ?article ?person ?office ?agency ?country ?date ?first ?last WHERE {{
  VALUES ?status {{ {" ".join(iri(status) for status in _HELD)} }}
  ?claim kg:status ?status ; kg:person ?person ; kg:article ?article .
  OPTIONAL {{ ?claim kg:office ?office }}
  OPTIONAL {{ ?claim kg:agency ?agency }}
  OPTIONAL {{ ?claim kg:country ?country }}
  OPTIONAL {{ ?claim kg:date ?date }}
  OPTIONAL {{ ?claim kg:dateFrom ?first ; kg:dateTo ?last }}
}}"""

_STANCES = """
SELECT ?claim ?article ?holder ?policy ?polarity ?target ?standing ?modality ?date WHERE {
  ?claim kg:polarity ?polarity ; kg:article ?article ; kg:holder ?holder ; kg:policy ?policy ;
         kg:standing ?standing ; kg:modality ?modality .
  OPTIONAL { ?claim kg:target ?target }
  OPTIONAL { ?claim kg:date ?date }
}"""


def _roles(store: Store, corrections: Corrections) -> Iterator[_Role]:
    for claim, article, person, office, agency, country, *days in store.rows(_ROLES):
        things = (corrections.thing(thing, article) for thing in (person, office, agency, country))
        yield _Role(claim, *things, *days)


def _stances(store: Store, corrections: Corrections) -> Iterator[_Stance]:
    for claim, article, holder, policy, polarity, target, standing, modality, day in store.rows(_STANCES):
        actor, option, other = (corrections.thing(thing, article) for thing in (holder, policy, target))
        yield _Stance(claim, article, actor, option, int(polarity), other, standing, modality, day)


def _tenure_lines(roles: Iterable[_Role]) -> Iterator[str]:
    """Yield the tenures: all claims that place one person in one office of one body or country."""
    tenures: dict[tuple[str, str, str, str], list[_Role]] = defaultdict(list)
    for role in roles:
        if role.office:
            tenures[role.person, role.office, role.agency, role.country].append(role)
    for (person, office, agency, country), members in tenures.items():
        subject = iri(mint_fingerprint(Kind.TENURE, person, office, agency, country))
        yield f"{subject} {iri(RDF + 'type')} {iri(CLASSES[Kind.TENURE])} .\n"
        named = {"person": person, "office": office, "agency": agency, "country": country}
        for name, thing in named.items():
            if thing:
                yield f"{subject} {iri(KG + name)} {iri(thing)} .\n"
        for role in members:
            yield f"{subject} {iri(KG + 'fromClaim')} {iri(role.claim)} .\n"
        days = [day for role in members for day in _seen(role)]
        if days:
            yield f"{subject} {iri(KG + 'seenFrom')} {date(min(days))} .\n"
            yield f"{subject} {iri(KG + 'seenTo')} {date(max(days))} .\n"


def _seen(role: _Role) -> Iterator[datetime.date]:
    """Yield the days on which a claim places its person in the office."""
    if role.date:
        yield datetime.date.fromisoformat(role.date)
    if role.first and role.last:
        first, last = (datetime.date.fromisoformat(day) for day in (role.first, role.last))
        if last - first <= SHORT_INTERVAL:
            yield from (first, last)


def _office_lines(roles: Iterable[_Role]) -> Iterator[str]:
    """Yield who was seen in which office, and for whom they work."""
    for role in roles:
        if role.office:
            yield f"{iri(role.person)} {iri(KG + 'holdsOffice')} {iri(role.office)} .\n"
        if role.agency or role.country:
            yield f"{iri(role.person)} {iri(KG + 'worksFor')} {iri(role.agency or role.country)} .\n"


def _position_lines(stances: Iterable[_Stance]) -> Iterator[str]:
    """Yield who supports and opposes what, and who criticises whom."""
    for stance in stances:
        if not stance.counts or stance.polarity == 0:
            continue
        edge = KG + ("supports" if stance.polarity > 0 else "opposes")
        yield f"{iri(stance.holder)} {iri(edge)} {iri(stance.policy)} .\n"
        if stance.polarity < 0 and stance.target and stance.target != stance.holder:
            yield f"{iri(stance.holder)} {iri(KG + 'criticises')} {iri(stance.target)} .\n"


def _dispute_lines(stances: Sequence[_Stance]) -> Iterator[str]:
    """Yield the claims by others, in other articles, that a denial denies: at most the nearest in time."""
    denied: dict[tuple[str, str, bool], list[tuple[int, _Stance]]] = defaultdict(list)
    for stance in stances:
        if stance.date and stance.modality == _ASSERTED and stance.standing != _OWN and stance.polarity != 0:
            key = (stance.holder, stance.policy, stance.polarity > 0)
            denied[key].append((_ordinal(stance), stance))
    for places in denied.values():
        places.sort(key=lambda place: (place[0], place[1].claim))
    for denial in stances:
        if not denial.date or denial.modality != _DENIED or denial.polarity == 0:
            continue
        day = _ordinal(denial)
        for other in nearest(denied.get((denial.holder, denial.policy, denial.polarity < 0), ()), day):
            if other.article != denial.article and abs(_ordinal(other) - day) <= DISPUTE_WINDOW.days:
                yield f"{iri(denial.claim)} {iri(KG + 'disputes')} {iri(other.claim)} .\n"


def _ordinal(stance: _Stance) -> int:
    """Return the day of a dated claim as a number."""
    return datetime.date.fromisoformat(stance.date).toordinal()


def _conflict_lines(stances: Iterable[_Stance]) -> Iterator[str]:
    """Yield the conflicts between claims of opposite sign on one policy, in both directions.

    All pairs would be quadratic in the claims; SPARQL finds them in two lines, and `kg:supports` with
    `kg:opposes` says the same of the holders. Written are the turns: every claim is tied to the latest before
    it of the opposite sign by the same holder, and to the latest one by another holder, so to two at most.
    """
    policies: dict[str, list[_Stance]] = defaultdict(list)
    for stance in stances:
        if stance.polarity != 0:
            policies[stance.policy].append(stance)
    conflicts = iri(KG + "conflictsWith")
    for members in policies.values():
        members.sort(key=lambda stance: (stance.date, stance.claim))
        for later, earlier in _turns(members):
            yield f"{iri(later.claim)} {conflicts} {iri(earlier.claim)} .\n"
            yield f"{iri(earlier.claim)} {conflicts} {iri(later.claim)} .\n"


def _turns(members: Iterable[_Stance]) -> Iterator[tuple[_Stance, _Stance]]:
    """Yield each claim with the latest opposite ones before it, given the claims on one policy by date."""
    by_holder: dict[tuple[str, bool], _Stance] = {}
    latest: dict[bool, tuple[_Stance, ...]] = {
        True: (),
        False: (),
    }  # the last claims of two different holders
    for stance in members:
        sign = stance.polarity > 0
        same = by_holder.get((stance.holder, not sign))
        if same is not None:
            yield stance, same
        other = next((o for o in latest[not sign] if o.holder != stance.holder), None)
        if other is not None:
            yield stance, other
        by_holder[stance.holder, sign] = stance
        latest[sign] = (stance, *(o for o in latest[sign] if o.holder != stance.holder))[:2]
