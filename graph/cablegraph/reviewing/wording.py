"""Claims in words, for people: "China opposes repatriation"."""

from __future__ import annotations

from cablegraph.model import Entity
from cablegraph_ontology.relations import Claim, RoleClaim, StanceClaim

_SIGNS = {-2: "firmly opposes", -1: "opposes", 0: "is neutral on", 1: "supports", 2: "firmly supports"}


def role_in_words(
    person: str, role: str, status: str = "current", agency: str | None = None, country: str | None = None
) -> str:
    """Return a role claim in words: "Qin Gang, spokesman, Ministry of Foreign Affairs of China".

    >>> role_in_words("Hans Blix", "head", "former", "IAEA")
    'Hans Blix, former head, IAEA'
    """
    titled = role if status == "current" else f"{status} {role}"
    # The name of a ministry says the country.
    of = None if agency is not None and country is not None and country in agency else country
    return ", ".join(part for part in (person, titled, agency, of) if part is not None)


def stance_in_words(
    holder: str,
    polarity: int,
    policy: str,
    target: str | None = None,
    standing: str | None = None,
    speaker: str | None = None,
    modality: str | None = None,
) -> str:
    """Return a stance claim in words, with who says it when that is somebody else.

    >>> stance_in_words("China", -2, "sanctions", standing="imputed", speaker="the United States")
    'China firmly opposes sanctions, as the United States says'
    """
    text = f"{holder} {_SIGNS.get(polarity, 'speaks of')} {policy}"
    if target is not None:
        text += f" (towards {target})"
    if standing in ("imputed", "nested") and speaker is not None:
        text += f", as {speaker} says"
    return text if modality in (None, "asserted") else f"{text} [{modality}]"


def claim_in_words(claim: Claim[Entity]) -> str:
    """Return a claim in words. Raises TypeError for a relation that has none."""
    if isinstance(claim, RoleClaim):
        agency, country = (None if e is None else e.label for e in (claim.agency, claim.country))
        return role_in_words(claim.person.label, claim.role, claim.status.value, agency, country)
    if isinstance(claim, StanceClaim):
        return stance_in_words(
            claim.holder.label,
            claim.polarity,
            claim.policy.label,
            None if claim.target is None else claim.target.label,
            claim.standing.value,
            claim.speaker_text if claim.speaker is None else claim.speaker.label,
            claim.modality.value,
        )
    raise TypeError(f"no words for {type(claim).__name__}")
