"""Articles made to harm, by the thousand: write them, build a record of them, say what became of them.

    python -m benchmarks.fuzz.hostile --count 10000 --seed 1        (some ten minutes of one core)

Each is drawn from the seed: prose put together from the lexicon's own reporting words, names and days, then broken by
one or several tricks: marks that never close, quotations in quotations, right-to-left and invisible signs, combining
marks by the hundred, one word or one line without end, thousands of names, digits, brackets, control characters, markup,
SQL and shell, formats that lie about themselves, encodings mixed in one file, dates that are none. Ends with 1 where an
article is neither in the record nor among what was left out with its reason, where a coding failed, one took longer
than `SLOWEST` seconds, or `verify` finds anything.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import verbale
from benchmarks.fuzz import seeds
from verbale.record import Record

SLOWEST = 60.0
Trick = Callable[[random.Random, str], str]
_NAMES = "Ada Berg|Jon Vale|Lena Ort|Foreign Minister Ana Ruiz|the ministry|Norway|Iceland|Mr. Vale|officials|she|TASS".split(
    "|"
)
_DAYS = "on Tuesday|last week|on 31 February 2021|in 0000|5 March 2019|99/99/9999|tomorrow|next month|13.13.2013".split(
    "|"
)
_SAYS = "the bank would stay open|ships had sailed|no talks were planned|“never”|that she said that he said it|it was a pretext"
_SIGNS = "“”‘’„«»\"'`()[]{}<>|\\/—–-…:;,.!?&#%$*_~^=+\u202e\u202d\u200b\u200d\ufeff\u2028\u2029\x07\x1b\x85\xa0🕊️𝔘é\u0301\U000e0001"


def prose(draw: random.Random) -> str:
    """Return some sentences."""
    words = seeds.words("coding")
    made = []
    for _ in range(draw.randrange(1, 12)):
        pieces = [draw.choice(_NAMES), draw.choice(words), draw.choice(_SAYS.split("|")), draw.choice(_DAYS)]
        if draw.random() < 0.3:
            draw.shuffle(pieces)
        made.append(" ".join(pieces) + draw.choice([".", ".”", "\n\n", ",", "", "?!", " …"]))
    return " ".join(made)


def _anywhere(draw: random.Random, text: str, piece: str) -> str:
    at = draw.randrange(len(text) + 1)
    return text[:at] + piece + text[at:]


def _often(sign: str, most: int) -> Trick:
    return lambda draw, text: _anywhere(draw, text, sign * draw.randrange(2, most))


def _sprinkled(draw: random.Random, text: str) -> str:
    return "".join(sign + draw.choice(_SIGNS) if draw.random() < 0.08 else sign for sign in text)


def _names(draw: random.Random, text: str) -> str:
    said = " ".join(
        f"{chr(65 + draw.randrange(26))}a{n:x} {chr(65 + n % 26)}ov said." for n in range(draw.randrange(400))
    )
    return f"{text} {said}"


TRICKS: tuple[Trick, ...] = (
    lambda draw, text: text,
    _sprinkled,
    _names,
    *(
        _often(sign, 4000)
        for sign in ("“", "”", '"', "'", "(", "]", " ", "\n", "-", ".", "A", "9", "\u0301", "\u202e", "🕊️", "said ")
    ),
    *(
        _often(piece, 300)
        for piece in ("“Ada said ", "he said that ", "according to ", "U.S. ", "Q: ", "March 2019 ", "<p>", "&amp;")
    ),
    lambda draw, text: "".join(draw.sample(text, len(text))),
    lambda draw, text: text.replace(" ", draw.choice(["", "\u00a0", "\t", "\n", "  "])),
    lambda draw, text: text.upper(),
    lambda draw, text: text[::-1],
    lambda draw, text: text * draw.randrange(2, 30),
    lambda draw, text: f"<html><body><div>{text}<script>alert(1)</script>" + "<b>" * draw.randrange(500),
    lambda draw, text: '{"text": "' + text,
    lambda draw, text: "title,text\n" + text,
    lambda draw, text: f"'); DROP TABLE document; -- $(reboot) `id` {text} ../../../etc/passwd %00 {{{{7*7}}}}",
    lambda draw, text: "WARC/1.0\r\nContent-Length: 99999999\r\n\r\n" + text,
    lambda draw, text: "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a '" + text + "'>]><rss><channel><item><title>&a;",
)


def article(seed: int, number: int) -> tuple[str, bytes]:
    """Return a hostile article's file name and bytes."""
    draw = random.Random(f"{seed}/{number}")
    text = prose(draw)
    for _ in range(draw.choice([1, 1, 1, 2, 3])):
        text = draw.choice(TRICKS)(draw, text)[:60_000]
    text = f"{number}\n\n{text}"
    raw = text.encode(draw.choice(["utf-8"] * 6 + ["utf-16", "cp1252", "cp1251", "shift_jis", "utf-7"]), "replace")
    if draw.random() < 0.06:
        raw = bytes(b ^ (1 << draw.randrange(8)) if draw.random() < 0.01 else b for b in raw)
    if draw.random() < 0.03:
        raw = raw[: draw.randrange(len(raw) + 1)]
    return f"{number:06}.{draw.choice(['txt'] * 8 + ['html', 'jsonl', 'csv', 'xml'])}", raw


def write(folder: Path, count: int, seed: int) -> None:
    """Write articles into a folder."""
    folder.mkdir(parents=True)
    for number in range(count):
        name, raw = article(seed, number)
        (folder / name).write_bytes(raw)


def attack(folder: Path, path: Path, count: int) -> list[str]:
    """Build a record of the folder; return what went wrong."""
    wrong: list[str] = []
    moments = [time.monotonic()]

    def told(stage: str, done: int, what: str) -> None:
        now = time.monotonic()
        if stage in ("read", "code") and now - moments[-1] > SLOWEST:
            wrong.append(f"{stage} of {what} took {now - moments[-1]:.0f} s")
        moments.append(now)

    began = time.monotonic()
    with verbale.open(path) as record:
        record.build(folder, fast=True, progress=told)
        built = time.monotonic() - began
        wrong += _missing(record, folder, count)
        wrong += [str(problem) for problem in record.verify()]
        counts = record.store.counts()
        reasons = Counter(skip.reason.split("(")[0].strip()[:60] for skip in record.skips())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{count} hostile articles in {built:.0f} s ({count / built:.1f} a second), {memory} MB at most")
    print(
        f"{counts['document']} documents, {counts['coding']} codings, {counts['attribution']} attributions; left out:"
    )
    for reason, number in reasons.most_common(12):
        print(f"  {number:5} {reason}")
    return wrong


def _missing(record: Record, folder: Path, count: int) -> list[str]:
    store = record.store
    known = {receipt.locator for identity in store.document_ids() for receipt in store.receipts(identity)}
    known |= {skip.locator for skip in store.skips()}
    files = {place.split(":")[0] for place in known}
    wrong = [
        f"{path.name}: neither read nor left out" for path in sorted(folder.iterdir()) if path.as_posix() not in files
    ]
    wrong += [
        f"{s.locator}: {s.reason}" for s in store.skips() if "fault of verbale" in s.advice or "eport this" in s.advice
    ]
    codings = list(store.codings())
    wrong += [f"{c.document_id}: {c.skipped}" for c in codings if (c.skipped or "").startswith("could not be coded")]
    if len(codings) != len(store.document_ids()):
        wrong.append(f"{len(store.document_ids())} documents and {len(codings)} codings of {count} files")
    return wrong


def main() -> None:
    """Write, build, tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        write(Path(place) / "articles", given.count, given.seed)
        wrong = attack(Path(place) / "articles", Path(place) / "r.db", given.count)
    for line in wrong:
        print("WRONG", line[:400])
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
