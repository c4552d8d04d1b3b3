"""The contacts of the service that uses Rootwise (§10)."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from rootwise.document import checked, read_document
from rootwise.document.kinds import FormatVersion


class ContactKind(StrEnum):
    EMERGENCY = "emergency"
    CRISIS = "crisis"
    CHILD_PROTECTION = "child_protection"
    PAEDIATRICIAN = "paediatrician"
    TEAM = "team"


CONTACT_NAMES = {
    ContactKind.EMERGENCY: "Emergency",
    ContactKind.CRISIS: "Crisis team",
    ContactKind.CHILD_PROTECTION: "Child protection",
    ContactKind.PAEDIATRICIAN: "Paediatrician",
    ContactKind.TEAM: "Our team",
}

_Words = Annotated[str, Field(min_length=1, max_length=200)]


class Contact(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    kind: Annotated[ContactKind, Field(strict=False)]
    name: _Words
    phone: _Words
    hours: _Words | None = None
    note: _Words | None = None


class Site(BaseModel):
    """A service and how to reach help there."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    rootwise: FormatVersion
    site: _Words
    contacts: tuple[Contact, ...] = Field(strict=False, min_length=1, max_length=40)


def read_site(place: str | Path) -> Site:
    """The site file.

    Raises
    ------
    InvalidFile
        With every problem of the file.
    """
    return checked(Site, read_document(place))
