"""Score stances, deadlines and days of a sample dispute against labels made from its articles alone.

`python -m tests.analysis.answers examples/security-guarantees` builds a record and prints figures and faults.

Labels (`tests/gold/analysis/NAME.json`) name the words of an article; a row that is `optional` is neither asked for nor held
against the record. A stance that the record takes from words that no label has, or takes otherwise, is false.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from msgspec import Struct

import verbale
from tests.conftest import ROOT
from verbale.analysis.positions import Voices
from verbale.record import Record


class Tally(Struct):
    """What was found of what was asked, and what was said beside it."""

    right: int = 0
    missed: int = 0
    false: int = 0
    faults: list[str] = []

    def precision(self) -> float:
        return self.right / max(1, self.right + self.false)

    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)


def plain(text: str) -> str:
    """Fold what printers vary."""
    return " ".join(text.casefold().replace("’", "'").replace("“", '"').replace("”", '"').split())


def locators(record: Record) -> dict[str, str]:
    """Return each document's file name (and item) as the labels write it."""
    return {d.id: Path(d.received[0]).name for d in record.documents()}


def _here(label: dict[str, Any], names: Iterable[str]) -> bool:
    return any(label["document"] in name or name in label["document"] for name in names)


def stances(record: Record, gold: list[dict[str, Any]]) -> Tally:
    """Score each party's stances, statement by statement."""
    facts, files, tally = record.facts, locators(record), Tally()
    voices = Voices(facts)
    held = []
    for said in facts.said:
        if said.speaker_id is None or not voices.stands(said.speaker_id):
            continue
        texts = [plain(r.content) for r in record.view.statement(record.store.statement(said.id)).readings]  # type: ignore[arg-type]
        names = [files[d] for d in said.document_ids]
        held.append((said, facts.name(voices.party(said.speaker_id)) or "", voices.stance(said)[0], texts, names))
    told = set()
    for label in gold:
        fits = [
            h for h in held if plain(label["party"]) == plain(h[1]) and any(plain(label["words"]) in t for t in h[3])
            and _here(label, h[4])
        ]  # fmt: skip
        good = [
            h for h in fits if h[2] in label["stances"]
            and ("day" not in label or (h[0].earliest == h[0].latest == label["day"]))
            and ("speaker" not in label or plain(label["speaker"]) == plain(facts.name(h[0].speaker_id) or ""))
        ]  # fmt: skip
        told |= {h[0].id for h in (fits if label.get("optional") else good)}
        if label.get("optional"):
            continue
        if good:
            tally.right += 1
        else:
            tally.missed += 1
            seen = [(facts.name(h[0].speaker_id), h[2], h[0].act, h[0].value) for h in fits]
            tally.faults.append(
                f"missed {label['party']} {label['stances']} “{label['words']}” {label.get('day', '')}: {seen}"
            )
    for said, party, stance, _, _ in held:
        if stance != "states" and said.id not in told:
            tally.false += 1
            tally.faults.append(f"false {party} {stance} ({said.act}) {said.value}: {said.content[:110]}")
    return tally


def deadlines(record: Record, gold: list[dict[str, Any]]) -> Tally:
    """Score what is due, by whom, until when, and how it stands on each of the days that a label gives."""
    tally = Tally()
    days = sorted({day for label in gold for day in label["states"]})
    by_day = {day: record.deadlines(as_of=day) for day in days}
    last = record.deadlines(as_of="9999-12-31")

    def fits(label: dict[str, Any], row: Any) -> bool:
        if label["latest"] is not None and row.latest != label["latest"]:
            return False
        words = plain(row.what + " " + row.words)
        named = plain(label["words"]) in words or plain(label["what"]) in words
        return named or (label["latest"] is not None and label["owed_by"] in (row.owed_by or "").split(", "))

    told = set()
    for label in gold:
        rows = [r for r in last if fits(label, r)]
        told |= {r.id for r in rows}
        if label.get("optional"):
            continue
        for day, state in label["states"].items():
            states = {r.state for r in by_day[day] if fits(label, r)}
            if states == {state}:
                tally.right += 1
            else:
                tally.missed += 1
                tally.faults.append(
                    f"missed {label['what']} {label['latest']} as of {day}: {state}, not {sorted(states)}"
                )
        owing = {r.owed_by for r in rows}
        if rows and label["owed_by"] is not None:
            if any(label["owed_by"] in (o or "").split(", ") for o in owing):
                tally.right += 1
            else:
                tally.missed += 1
                tally.faults.append(
                    f"missed {label['what']}: owed by {label['owed_by']}, not {sorted(map(str, owing))}"
                )
        if len(rows) > 1:
            tally.false += len(rows) - 1
            tally.faults.append(f"false: {label['what']} {len(rows)} times: {[r.what[:60] for r in rows]}")
    for row in last:
        if row.id not in told:
            tally.false += 1
            tally.faults.append(f"false {row.owed_by} {row.due} “{row.words}”: {row.what[:110]}")
    return tally


def days(record: Record, gold: list[dict[str, Any]]) -> Tally:
    """Score the days of the timeline; `accept` holds what the gold of the articles themselves counts as right too."""
    files, tally = locators(record), Tally()
    for label in gold:
        found = []
        if label["kind"] == "statement":
            for s in record.statements():
                if any(
                    plain(label["words"]) in plain(r.content) and _here(label, [files[r.document_id]])
                    for r in s.readings
                ):
                    found += [(s.earliest, s.latest)]
        else:
            for e in record.events():
                for a in e.accounts:
                    text = record.view.page(a.document_id).document.text
                    at = text.find(label["words"])
                    spans = [x for x in a.evidence if x.field == "trigger"]
                    near = any(at - 4 <= x.start and x.end <= at + len(label["words"]) + 4 for x in spans)
                    if at >= 0 and near and _here(label, [files[a.document_id]]):
                        found.append((e.earliest, e.latest))
        right = [(label["earliest"], label["latest"]), *map(tuple, label.get("accept", ()))]
        if any(days in found for days in right):
            tally.right += 1
        else:
            tally.missed += 1
            tally.faults.append(
                f"missed {label['kind']} “{label['words']}” {label['earliest']}/{label['latest']}: {found}"
            )
    return tally


def score(record: Record, name: str) -> dict[str, Tally]:
    """Score a record of a sample dispute."""
    gold = json.loads((ROOT / "tests" / "gold" / "analysis" / f"{name}.json").read_text(encoding="utf-8"))
    return {
        "stances": stances(record, gold["stands"]),
        "deadlines": deadlines(record, gold["deadlines"]),
        "timeline": days(record, gold["timeline"]),
    }


def main() -> None:
    """Print figures and faults."""
    for folder in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as place, verbale.open(Path(place) / "r.db") as record:
            record.build(folder)
            for part, tally in score(record, Path(folder).name).items():
                print(f"{Path(folder).name} {part}: P {tally.precision():.3f} R {tally.recall():.3f}")
                for fault in tally.faults:
                    print("   ", fault)


if __name__ == "__main__":
    main()
