"""Personal data of private people in quotations, flagged for a person to judge.

Only forms that name or reach one person are sought: telephone numbers, mail addresses, street
addresses, numbers of identity papers and accounts. Ships' and aircraft's marks are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from routes.dossier import Dossier
from routes.evidence import Redaction
from routes.problem import Locator, Problem, Severity

__all__ = ["personal_data", "private_details"]

_MAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_PHONE = re.compile(
    r"(?<![\w./-])(?:\+|00)?\(?\d{1,4}\)?(?:[ ./-]?\(?\d{2,5}\)?){2,5}(?![\w./-]*\d)"
)
_PHONE_WORD = re.compile(
    r"\b(?:tel|telephone|phone|mobile|cell|whatsapp|viber|signal|fax|call(?:ed)?|тел|телефон)\b",
    re.IGNORECASE,
)
_STREET = re.compile(
    r"\b(?:\d{1,5}[a-z]?,? (?:[A-Z][\w'’-]+ ){1,4}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Close|"
    r"Boulevard|Blvd|Square|Court)\b|(?:Rue|Calle|Via|Straße|улица|ул\.) [^\n,.;]{3,40},? \d{1,5})"
)
_PAPER = re.compile(
    r"\b(?:passport|national id|identity card|id card|id|driving licence|driver's license|"
    r"social security|tax|паспорт)\b(?: (?:number|no\.?|nr\.?|№))?[ :#]{1,3}"
    r"(?=[A-Z0-9-]*\d{4})[A-Z]{0,3}[\d-]{5,14}\b",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b")
_CARD = re.compile(r"(?<!\d)(?:\d[ -]?){13,19}(?!\d)")
_BIRTH = re.compile(
    r"\b(?:born|date of birth|d\.?o\.?b\.?)(?: on| is|:)? {1,2}\d{1,2}\b", re.IGNORECASE
)
_SHIP = re.compile(r"\b(?:IMO|MMSI|hull|tail|flight|container|AIS)\b[^.;]{0,20}$", re.IGNORECASE)
_LOOK_BACK = 30
_PHONE_DIGITS = range(7, 16)


def private_details(text: str) -> Iterator[tuple[str, str]]:
    """Find what may be personal data in a text, as (what it is, the words)."""
    for kind, pattern in (
        ("a mail address", _MAIL),
        ("a street address", _STREET),
        ("the number of a paper", _PAPER),
        ("a bank account", _ACCOUNT),
        ("a date of birth", _BIRTH),
    ):
        yield from ((kind, match[0].strip()) for match in pattern.finditer(text))
    for match in _CARD.finditer(text):
        if _is_card("".join(filter(str.isdigit, match[0]))):
            yield "a card number", match[0].strip()
    for match in _PHONE.finditer(text):
        if _is_phone(match, text):
            yield "a telephone number", match[0].strip()


def personal_data(dossier: Dossier, locate: Locator) -> Iterator[Problem]:
    """Flag quotations that hold personal data and are to be published as they are."""
    for index, claim in enumerate(dossier.claims):
        if claim.redaction is Redaction.WITHHOLD:
            continue
        for kind, words in dict.fromkeys(private_details(claim.quote)):
            yield locate.problem(
                ("claims", index, "quote"),
                f"the quotation holds what may be {kind} of a private person: {words!r}",
                "cut the quotation before it, or set redaction: withhold",
                Severity.WARNING,
                rule="personal-data",
            )


def _is_phone(match: re.Match[str], text: str) -> bool:
    """Whether digits are a telephone number: international, or called one just before."""
    written = match[0].strip()
    if sum(map(str.isdigit, written)) not in _PHONE_DIGITS:
        return False
    before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
    if _SHIP.search(before):
        return False
    return written.startswith(("+", "00")) or bool(_PHONE_WORD.search(before))


def _is_card(digits: str) -> bool:
    """Whether a row of digits bears the check digit of payment cards (Luhn's, ISO/IEC 7812)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return len(set(digits)) > 1 and total % 10 == 0
