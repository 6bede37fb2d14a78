"""What a column of a sheet can hold, and the headings by which it is recognised."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from changeprog.accounts.lines import one_line

REMEMBERED = 10_000
"""Texts that are not folded again: names come back in every tie."""


class Kind(StrEnum):
    """What a table is about; a row is a person, or a tie."""

    PEOPLE = "people"
    TIES = "ties"


@dataclass(frozen=True)
class Field:
    """A column as the map knows it. ``spellings`` are headings as ``folded`` returns them."""

    name: str
    label: str
    kind: Kind
    spellings: frozenset[str]


@lru_cache(REMEMBERED)
def fold(text: str) -> str:
    """Return ``text`` without capitals, accents and needless blanks, to compare names by."""
    parts = unicodedata.normalize("NFKD", one_line(text).casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


@lru_cache(REMEMBERED)
def folded(heading: str) -> str:
    """Return a heading as it is compared: letters and digits only, nothing in brackets."""
    bare = re.sub(r"[(\[{].*?[)\]}]", "", heading)
    return "".join(sign for sign in fold(bare) if sign.isalnum())


def _field(kind: Kind, name: str, label: str, spellings: str) -> Field:
    known = {folded(each) for each in [label, name, *spellings.split(",")]}
    return Field(name, label, kind, frozenset(known))


def _person(name: str, label: str, spellings: str) -> Field:
    return _field(Kind.PEOPLE, name, label, spellings)


def _tie(name: str, label: str, spellings: str) -> Field:
    return _field(Kind.TIES, name, label, spellings)


FIELDS = [
    _person(
        "name",
        "Name",
        "person,full name,display name,employee,stakeholder,vor- und nachname,vorname nachname,"
        "mitarbeiter,mitarbeiterin,mitarbeitende,ansprechpartner,nom complet",
    ),
    _person("first_name", "First name", "given name,forename,vorname,rufname,prénom"),
    _person("last_name", "Last name", "surname,family name,nachname,familienname,zuname,nom"),
    _person(
        "email",
        "E-mail address",
        "email,e-mail,mail,mail address,email address,e-mail-adresse,mailadresse,courriel,"
        "e-mail 1 - value,work email",
    ),
    _person(
        "function",
        "Function",
        "department,dept,business function,area,group,division,unit,funktion,abteilung,bereich,"
        "fachbereich,ressort,organisationseinheit,service,département",
    ),
    _person("influence", "Influence", "power,influence level,einfluss,macht,einflussstärke"),
    _person("interest", "Interest", "interest level,interesse,betroffenheit und interesse"),
    _person(
        "touched",
        "How much the change touches them",
        "touched,impact,affected,how affected,change impact,betroffenheit,betroffen,auswirkung",
    ),
    _person(
        "support",
        "Support now",
        "current support,support today,attitude,stance,position,current,unterstützung,"
        "unterstützung heute,unterstützung jetzt,haltung,einstellung,ist,support ist",
    ),
    _person(
        "needed",
        "Support needed",
        "needed support,required support,target support,desired support,target,needed,"
        "nötige unterstützung,benötigte unterstützung,unterstützung nötig,unterstützung ziel,"
        "soll,ziel,zielhaltung",
    ),
    _person(
        "owner",
        "Owner of the relationship",
        "owner,relationship owner,contact,betreuer,betreuerin,verantwortlich,zuständig,"
        "beziehungspate",
    ),
    _person("mentor", "Mentor", "mentorin,mentoring by,pate,patin,coach"),
    _person(
        "next_on",
        "Next conversation",
        "next talk,next conversation on,next meeting,nächstes gespräch,gespräch am",
    ),
    _person(
        "may_be_asked",
        "May be proposed as an ambassador",
        "may be asked,may be proposed,possible ambassador,darf gefragt werden",
    ),
    _person(
        "sees_self_as",
        "What they see themselves as",
        "sees self as,professional identity,identity,selbstbild,selbstverständnis,sieht sich als",
    ),
    _person("guards", "What they guard", "guards,protects,was sie hüten,hütet,bewahrt"),
    _person(
        "incentive", "What is an incentive for them", "incentive,incentives,anreiz,anreize,motiv"
    ),
    _person(
        "requirement",
        "What is a requirement for them",
        "requirement,requirements,anforderung,anforderungen,pflicht",
    ),
    _person(
        "skills",
        "Skills and help they need",
        "skills,skills and help,help needed,needed skills,fähigkeiten,hilfe,fähigkeiten und hilfe",
    ),
    _person("team", "Team (is not changed)", "teams,team,core team,mannschaft,gruppe der firma"),
    _tie("from", "From: who turns to somebody", "from,source,who,ego,von,quelle,wer,sender"),
    _tie("from_email", "From, e-mail address", "from email,source email,von e-mail,von mail"),
    _tie("to", "To: whom they turn to", "to,target,whom,alter,an,zu,nach,ziel person,wen,receiver"),
    _tie("to_email", "To, e-mail address", "to email,target email,an e-mail,an mail,zu e-mail"),
    _tie("relation", "Kind of tie", "relation,relationship,kind,type,tie,beziehung,art,typ"),
    _tie("strength", "Strength", "weight,value,intensity,stärke,gewicht,frequency,häufigkeit,wert"),
]
BY_NAME = {field.name: field for field in FIELDS}


def recognise(heading: str) -> Field | None:
    """Return the field that ``heading`` names, in English or German, or nothing."""
    known = folded(heading)
    return next((field for field in FIELDS if known in field.spellings), None) if known else None
