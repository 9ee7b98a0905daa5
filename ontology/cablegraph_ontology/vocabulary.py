"""How the fields of a relation and their values are named in RDF. schema.ttl describes the terms."""

from __future__ import annotations

from enum import StrEnum

from cablegraph_ontology.actions import Action
from cablegraph_ontology.relations import Act, DateBasis, Modality, Standing, Status, Voice
from cablegraph_ontology.terms import KG, Kind

CLASSES: dict[Kind, str] = {
    Kind.ARTICLE: KG + "Article",
    Kind.CLAIM: KG + "Claim",
    Kind.COUNTRY: KG + "Country",
    Kind.DECISION: KG + "Decision",
    Kind.NAMING: KG + "Naming",
    Kind.OFFICE: KG + "Office",
    Kind.ORGANIZATION: KG + "Organization",
    Kind.PERSON: KG + "Person",
    Kind.POLICY: KG + "Policy",
    Kind.RUN: KG + "Run",
    Kind.TENURE: KG + "Tenure",
}
"""The class of a thing by the path in its IRI. A claim has the class of its relation."""

RELATION_CLASSES: dict[str, str] = {"role": KG + "RoleClaim", "stance": KG + "StanceClaim"}
"""The class of a claim by `Claim.KIND`."""

FIELD_PROPERTIES: dict[str, str] = {
    "start": KG + "start",
    "end": KG + "end",
    "cue_start": KG + "cueStart",
    "cue_end": KG + "cueEnd",
    "rule": KG + "rule",
    "confidence": KG + "confidence",
    "voice": KG + "voice",
    "speaker_text": KG + "speakerText",
    "hedged": KG + "hedged",
    "role": KG + "roleLabel",
    "status": KG + "status",
    "polarity": KG + "polarity",
    "act": KG + "act",
    "standing": KG + "standing",
    "modality": KG + "modality",
    "operators": KG + "operator",
}
"""The property of a field that holds a plain value. `Claim.when` is written as several dates."""

SLOT_PROPERTIES: dict[str, str] = {
    "speaker": KG + "speaker",
    "person": KG + "person",
    "office": KG + "office",
    "agency": KG + "agency",
    "country": KG + "country",
    "holder": KG + "holder",
    "policy": KG + "policy",
    "target": KG + "target",
}
"""The property of a slot, whose value is a thing."""

SLOT_TEXTS: dict[str, str] = {
    "speaker": KG + "speakerText",
    "person": KG + "personText",
    "agency": KG + "agencyText",
    "country": KG + "countryText",
    "holder": KG + "holderText",
    "policy": KG + "policyText",
    "target": KG + "targetText",
}
"""The property that keeps the words of a slot. The words of an office are in kg:roleLabel already."""

VALUE_LISTS: dict[type[StrEnum], str] = {
    Voice: KG + "Voices",
    Standing: KG + "Standings",
    Modality: KG + "Modalities",
    Status: KG + "Statuses",
    DateBasis: KG + "DateBases",
    Act: KG + "Acts",
    Action: KG + "Actions",
}
"""The concept scheme of each closed list of values."""


def value_iri(value: StrEnum) -> str:
    """Return the concept of an enum member: `Voice.NEWSROOM` is kg:Newsroom, `Act.REJECT` kg:act-REJECT."""
    if isinstance(value, Act):
        return f"{KG}act-{value.name}"
    if type(value) not in VALUE_LISTS:
        raise TypeError(f"{type(value).__name__} is not a value list of the vocabulary")
    return KG + "".join(part.capitalize() for part in value.value.split("_"))
