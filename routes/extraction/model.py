"""An optional reader: a language model behind an OpenAI-compatible endpoint.

Nothing that the model says is taken on trust: its answer must have the form asked for, each
quotation stand verbatim in the report, and each place be named there and known to the store.
What fails is left out and counted.
"""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import ValidationError

from gazetteer import Candidate, Gazetteer, Mention
from gazetteer.errors import SupplyroutesError
from gazetteer.place import Record
from routes.dossier import Dossier, DossierPlace, Leg, Mode, Phase, Review, Route, Site
from routes.evidence import Claim, Stance
from routes.extraction.placebook import resolved_place, slug
from routes.report import Report

__all__ = ["ModelReader", "Reading", "read_with_model"]

_MAX_ANSWER_BYTES = 2_000_000
_MAX_TEXT = 60_000
_SOURCE = "s1"
_ASKED = """You read a report and list the supply movements and sites that it tells of. Answer
with one JSON object and nothing else:
{"legs": [{"route": 1, "from": NAME or null, "via": [NAME], "to": NAME or null, "mode": MODE,
"cargo": TEXT or null, "phase": PHASE, "quote": TEXT, "speaker": TEXT or null}],
"sites": [{"place": NAME, "activity": TEXT, "phase": PHASE, "quote": TEXT,
"speaker": TEXT or null}],
"answers": [{"stance": "denies"|"doubts"|"retracts"|"corrects", "quote": TEXT, "speaker": TEXT,
"to_route": number or null}]}
MODE is sea, river, rail, road, air, pipeline, foot or unspecified; PHASE planned, active,
suspended, ended or historical. Legs of one journey share a route number. Copy every NAME and
every quote (whole sentences) exactly as the report writes them. Leave out journeys of people,
weather, talks and prices, and what is only supposed ("if …"). Empty lists are a good answer."""


class _Leg(Record):
    route: int
    from_: str | None = None
    via: tuple[str, ...] = ()
    to: str | None = None
    mode: Mode = Mode.UNSPECIFIED
    cargo: str | None = None
    phase: Phase = Phase.ACTIVE
    quote: str
    speaker: str | None = None


class _Site(Record):
    place: str
    activity: str
    phase: Phase = Phase.ACTIVE
    quote: str
    speaker: str | None = None


class _Answer(Record):
    stance: Literal[Stance.DENIES, Stance.DOUBTS, Stance.RETRACTS, Stance.CORRECTS]
    quote: str
    speaker: str | None = None
    to_route: int | None = None


@dataclass(frozen=True, slots=True)
class ModelReader:
    """Where the model is asked: the endpoint's base address ("http://localhost:8080/v1").

    `timeout_s` bounds the whole answer, not a pause in it.
    """

    url: str
    model: str
    key: str | None = None
    timeout_s: float = 120.0


@dataclass(frozen=True, slots=True)
class Reading:
    """A draft, and what of the model's answer was left out of it, each with the reason."""

    dossier: Dossier
    left_out: tuple[str, ...]


def read_with_model(report: Report, gazetteer: Gazetteer, reader: ModelReader) -> Reading:
    """Read a report by a language model.

    Raises
    ------
    SupplyroutesError
        When the endpoint does not answer in time, refuses, or gives no JSON object.
    """
    answer = _answer(report.text[:_MAX_TEXT], reader)
    return _Draft(report, gazetteer, reader).reading(answer)


def _answer(text: str, reader: ModelReader) -> dict[str, Any]:
    if urlsplit(reader.url).scheme not in {"http", "https"}:
        raise _failed(reader, "its address does not begin with http:// or https://")
    asked = {
        "model": reader.model,
        "temperature": 0,
        "response_format": {"type": "json_object"},
        "messages": [{"role": "system", "content": _ASKED}, {"role": "user", "content": text}],
    }
    headers = {"Content-Type": "application/json"}
    if reader.key:
        headers["Authorization"] = f"Bearer {reader.key}"
    request = urllib.request.Request(  # noqa: S310 - the scheme was checked above
        f"{reader.url.rstrip('/')}/chat/completions", json.dumps(asked).encode(), headers
    )
    try:
        said = json.loads(_fetched(request, reader))
        content = json.loads(_unfenced(said["choices"][0]["message"]["content"]))
    except urllib.error.HTTPError as error:
        raise _failed(reader, f"it answers with status {error.code}") from error
    except (OSError, TimeoutError) as error:
        raise _failed(reader, f"it cannot be reached ({error})") from error
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise _failed(reader, "its answer is not the JSON asked for") from error
    if not isinstance(content, dict):
        raise _failed(reader, "its answer is not the JSON asked for")
    return content


def _fetched(request: urllib.request.Request, reader: ModelReader) -> bytes:
    """Fetch within the time and the size allowed, however slowly the answer drips."""
    deadline = time.monotonic() + reader.timeout_s
    found = b""
    with urllib.request.urlopen(request, timeout=reader.timeout_s) as response:  # noqa: S310
        while piece := response.read1(65_536):
            found += piece
            if len(found) > _MAX_ANSWER_BYTES:
                raise _failed(reader, f"its answer has more than {_MAX_ANSWER_BYTES} bytes")
            if time.monotonic() > deadline:
                raise TimeoutError(f"no whole answer within {reader.timeout_s:g} s")
    return found


def _unfenced(content: str) -> str:
    """Models like to put JSON into a fence, whatever they are told."""
    content = content.strip()
    if content.startswith("```"):
        content = content.removeprefix("```json").removeprefix("```").removesuffix("```")
    return content


def _failed(reader: ModelReader, why: str) -> SupplyroutesError:
    return SupplyroutesError(
        f"the model {reader.model} at {reader.url} cannot be used: {why}",
        remedy="check --model-url and --model, or leave them out: the rules need no model",
    )


class _Draft:
    """Turns a model's answer into a dossier, item by item."""

    def __init__(self, report: Report, gazetteer: Gazetteer, reader: ModelReader) -> None:
        self._report = report
        self._gazetteer = gazetteer
        self._rule = f"model {reader.model}"
        self._places: dict[str, DossierPlace] = {}
        self._claims: list[Claim] = []
        self._left_out: list[str] = []

    def reading(self, answer: dict[str, Any]) -> Reading:
        legs = [(one, leg) for one in self._valid(answer, "legs", _Leg) if (leg := self._leg(one))]
        sites = [s for one in self._valid(answer, "sites", _Site) if (s := self._site(one))]
        routes = self._routes(legs)
        for one in self._valid(answer, "answers", _Answer):
            self._answer(one, [leg for given, leg in legs if given.route == one.to_route])
        dossier = Dossier(
            id=self._report.id,
            title=self._report.title,
            sources=(self._report.source(_SOURCE),),
            places=tuple(self._places.values()),
            claims=tuple(self._claims),
            routes=routes,
            sites=tuple(s.model_copy(update={"id": f"x{n}"}) for n, s in enumerate(sites, 1)),
            review=Review(state="draft", by=self._rule),
        )
        return Reading(dossier, tuple(self._left_out))

    def _valid(self, answer: dict[str, Any], key: str, form: type[Any]) -> Iterable[Any]:
        listed = answer.get(key) or []
        for item in listed if isinstance(listed, list) else []:
            given = dict(item) if isinstance(item, dict) else {}
            if "from" in given:
                given["from_"] = given.pop("from")
            try:
                yield form.model_validate(given)
            except ValidationError:
                self._left_out.append(f"an item of {key} without the form asked for")

    def _leg(self, given: _Leg) -> Leg | None:
        start, end = self._place(given.from_, given.quote), self._place(given.to, given.quote)
        via = [self._place(name, given.quote) for name in given.via]
        missing = (given.from_ and not start) or (given.to and not end) or None in via
        if missing or not (start or end or via):
            return None
        claim = self._claim(given.quote, given.speaker, Stance.ASSERTS)
        if claim is None:
            return None
        crossed = tuple(v for v in via if v)
        return Leg(
            from_=start, via=crossed, to=end, mode=given.mode, claims=(claim,), rule=self._rule
        )

    def _site(self, given: _Site) -> Site | None:
        place = self._place(given.place, given.quote)
        claim = self._claim(given.quote, given.speaker, Stance.ASSERTS) if place else None
        if place is None or claim is None:
            return None
        return Site(
            id="",
            place=place,
            activity=given.activity,
            phase=given.phase,
            claims=(claim,),
            rule=self._rule,
        )

    def _answer(self, given: _Answer, answered: Sequence[Leg]) -> None:
        claims = tuple(dict.fromkeys(c for leg in answered for c in leg.claims))
        self._claim(given.quote, given.speaker, Stance(given.stance), claims)

    def _routes(self, legs: Sequence[tuple[_Leg, Leg]]) -> tuple[Route, ...]:
        numbers = list(dict.fromkeys(given.route for given, _ in legs))
        routes = []
        for n, number in enumerate(numbers, 1):
            own = [(given, leg) for given, leg in legs if given.route == number]
            first = own[0][0]
            title = f"{first.from_ or '?'} to {own[-1][0].to or '?'}"
            cargo = next((given.cargo for given, _ in own if given.cargo), None)
            routes.append(
                Route(
                    id=f"r{n}",
                    title=title,
                    cargo=cargo,
                    phase=first.phase,
                    legs=tuple(leg for _, leg in own),
                    rule=self._rule,
                )
            )
        return tuple(routes)

    def _claim(
        self, quote: str, speaker: str | None, stance: Stance, answers: tuple[str, ...] = ()
    ) -> str | None:
        start = self._report.text.find(quote) if quote.strip() else -1
        if start < 0:
            self._left_out.append(f"a quotation that is not in the report: “{quote[:60]}”")
            return None
        for claim in self._claims:
            if (claim.start, claim.quote, claim.stance) == (start, quote, stance):
                return claim.id
        named = speaker if speaker and speaker.casefold() in self._report.text.casefold() else None
        self._claims.append(
            Claim(
                id=f"c{len(self._claims) + 1}",
                source=_SOURCE,
                quote=quote,
                start=start,
                end=start + len(quote),
                page=self._report.page_at(start),
                stance=stance,
                attributed_to=named or self._report.publisher,
                answers=answers,
                rule=self._rule,
            )
        )
        return self._claims[-1].id

    def _place(self, name: str | None, quote: str) -> str | None:
        if not name:
            return None
        at = self._report.text.find(quote)
        start = self._report.text.find(name, max(at, 0))
        start = start if start >= 0 else self._report.text.find(name)
        ranked: tuple[Candidate, ...] = ()
        if start >= 0:
            mention = Mention(start=start, end=start + len(name))
            (ranked,) = self._gazetteer.resolve(self._report.text, [mention])
        if not ranked:
            self._left_out.append(
                f"a place that the report or the store does not have: {name[:60]}"
            )
            return None
        for known in self._places.values():
            if ranked[0].place.ref in known.refs:
                return known.id
        base = slug(name) or "place"
        place_id = base if base not in self._places else f"{base}-{len(self._places) + 1}"
        self._places[place_id] = resolved_place(place_id, (name,), ranked)
        return place_id
