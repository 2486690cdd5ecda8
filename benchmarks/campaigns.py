"""Kill a build at random moments and break its disk, many times: nothing may be lost, and `verify` must be clean.

    python -m benchmarks.campaigns --kills 1000 --faults 200 --seed 1     (about half an hour of one core; Linux, gcc)

A *life* reads small articles of six kinds in two halves, codes and collates them, and takes in, changes and takes back
people's judgements. A *chain* is one record that goes through several lives, each cut short by a SIGKILL (at a random
time; before or in the middle of a random file operation; of a whole process with two workers) or by a disk that is
full, over quota or broken from a random file operation on. What a life was told to be done is written down outside it.
After each of them the record is opened, verified and compared with what was told; at the end of a chain one life goes
through undisturbed, and the record must hold what one that nothing ever happened to holds.

Chains are numbered and drawn from the seed; each finished one is a line of the log (`build/campaigns.jsonl`), and the
same command goes on behind the last. Ends with 1 where anything was lost.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import verbale
from tests.articles import NORTH, SIXTH, SOUTH
from tests.faults import shim
from verbale.coding.coder import FAST
from verbale.errors import VerbaleError
from verbale.record import Record

Tell = Callable[[str, str], None]
LIVES = 7
"""Lives of a chain that are cut short, at most."""
KILLS = {"killed at a time": None, "killed before a file operation": shim.KILL, "killed in a write": shim.KILL_IN_WRITE}
FAULTS = {
    "disk full from then on": (shim.FULL, shim.WRITING),
    "disk full for one write, half done": (shim.FULL_ONCE, shim.WRITING),
    "quota exceeded once": (shim.QUOTA, shim.WRITING),
    "I/O error once": (shim.BROKEN_ONCE, shim.WRITING),
    "I/O error from then on": (shim.BROKEN, shim.WRITING),
    "I/O error when reading": (shim.BROKEN_ONCE, shim.READ),
}
WORKERS = "killed with two workers"
SAID, FAULTY = 10, 11


def write_articles(folder: Path) -> tuple[Path, Path]:
    """Write the two halves."""
    first, second = folder / "first", folder / "second"
    for half in (first, second):
        half.mkdir(parents=True)
    (first / "north.txt").write_text(NORTH, encoding="utf-8")
    (first / "south.txt").write_text(SOUTH, encoding="utf-8")
    (first / "empty.txt").write_bytes(b"")
    rows = ({"title": f"Day {n}", "text": f"{NORTH}\n\nOn day {n} Vale said that it would snow."} for n in range(3))
    (first / "wire.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    paragraphs = "".join(f"<p>{part}</p>" for part in SIXTH.split("\n\n"))
    (second / "page.html").write_text(f"<html><body><article>{paragraphs}</article></body></html>", encoding="utf-8")
    with zipfile.ZipFile(second / "more.zip", "w") as archive:
        archive.writestr("sixth.txt", SIXTH)
        archive.writestr("again.txt", SOUTH)
    return first, second


def live(path: Path, halves: tuple[Path, Path], tell: Tell) -> None:
    """Do all the work there is, or what is left of it, and tell each piece when it is done."""

    def told(stage: str, done: int, what: str) -> None:
        tell(stage, what)

    def judged(left: str, right: str) -> list[bool]:
        pair = sorted((left, right))
        return [
            stands for j, stands in record.history(left) if sorted((j.left, j.right)) == pair and j.by == "person:ada"
        ]

    with verbale.open(path) as record:
        record.build(halves[0], fast=True, progress=told)
        one, two, three = [a.id for coding in record.store.codings() for a in coding.attributions][:3]
        for other, verdict in ((two, "same"), (three, "different")):
            if not judged(one, other):
                record.judge(one, other, verdict, by="person:ada")
            tell("judge", other)
        if any(judged(one, three)):
            record.retract(one, three, by="person:ada")
        tell("retract", three)
        record.build(halves[1], fast=True, progress=told)
        record.collate(progress=told)


def lost(path: Path, told: set[tuple[str, str]]) -> list[str]:
    """Return what is wrong with a record, or missing in it of what its lives were told to be done."""
    if not path.exists():
        return ["there is no record"] if told else []
    with verbale.open(path, write=False) as record:
        found = [str(problem) for problem in record.verify()]
        store = record.store
        taken = {r.locator for i in store.document_ids() for r in store.receipts(i)} | {
            s.locator for s in store.skips()
        }
        coded = {coding.document_id for coding in store.codings() if coding.coder == FAST}
        standing = {row for j in store.judgements() if j.by == "person:ada" for row in (j.left, j.right)}
        gone = {row for j in store.judgements(retracted=True) if j.by == "person:ada" for row in (j.left, j.right)}
    for stage, what in sorted(told):
        present = {"read": taken, "code": coded, "judge": standing | gone, "retract": gone}.get(stage)
        if present is not None and what not in present:
            found.append(f"lost: {stage} {what}")
    return found


class Chain:
    """One record, its lives, and what was seen of them."""

    def __init__(self, number: int, seed: int, place: Path, halves: tuple[Path, Path], measure: Measure) -> None:
        self.draw = random.Random(f"{seed}/{number}")
        self.path = place / "r.db"
        self.halves = halves
        self.measure = measure
        self.told: set[tuple[str, str]] = set()
        self.counts: Counter[str] = Counter()
        self.problems: list[str] = []
        self.left = 1.0  # part of a life's work that is not done yet, by guess: where to strike

    def run(self, faulty: bool, workers: bool) -> None:
        """Cut up to `LIVES` lives short, then let one go through."""
        for _ in range(2 if workers else LIVES):
            kind, ended = self._workers() if workers else self._life(faulty)
            self.counts[kind if ended else "went through"] += 1
            self.problems += [f"{kind}: {problem}" for problem in lost(self.path, self.told)]
            if not ended or self.problems:
                break
        calm, ended = self._forked(lambda disk: None, None)
        if ended:
            self.problems.append(f"an undisturbed life failed: {calm}")
        if not self.problems:
            with verbale.open(self.path, write=False) as record:
                if list(record.dump()) != self.measure.lines:
                    self.problems.append("the record is not the one of an undisturbed build")
            left = sorted(p.name for p in self.path.parent.iterdir())
            if left != ["r.db"]:
                self.problems.append(f"left behind: {left}")

    def _life(self, faulty: bool) -> tuple[str, bool]:
        if faulty:
            kind = self.draw.choice(list(FAULTS))
            mode, kinds = FAULTS[kind]
            longest = self.measure.reads if kinds == shim.READ else self.measure.writes
            at = int(longest * self._moment())
            told, ended = self._forked(lambda disk: disk.arm(self.path.parent, at, mode, kinds), None)
            if told:
                self.problems.append(f"{kind}: {told}")
            return kind, ended
        kind = self.draw.choice(list(KILLS))
        kill = KILLS[kind]
        if kill is None:
            return kind, self._forked(lambda disk: None, self.measure.seconds * self._moment())[1]
        at = int(self.measure.writes * self._moment())
        return kind, self._forked(lambda disk: disk.arm(self.path.parent, at, kill), None)[1]

    def _moment(self) -> float:
        """Draw when to strike, in parts of a whole life."""
        moment = self.draw.uniform(0, self.left)
        self.left = max(self.left - 0.7 * moment, 0.1)
        return moment

    def _forked(self, arm: Callable[[shim.Disk], None], seconds: float | None) -> tuple[str, bool]:
        """Live in a process of its own; return what went wrong that should not, and whether it was cut short."""
        ear, mouth = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(ear)
            code = FAULTY
            disk = shim.Disk()
            try:
                arm(disk)
                live(self.path, self.halves, lambda *what: _say(mouth, what))
                code = 0
            except VerbaleError as error:
                disk.disarm()
                _say(mouth, ("refused", str(error)))
                code = SAID
            except BaseException:
                disk.disarm()
                _say(mouth, ("traceback", traceback.format_exc()[-1500:]))
            finally:
                os._exit(code)
        os.close(mouth)
        until = None if seconds is None else time.monotonic() + seconds
        heard = b""
        while True:
            wait = 60.0 if until is None else max(until - time.monotonic(), 0)
            if not select.select([ear], [], [], wait)[0]:
                os.kill(child, signal.SIGKILL)
                if until is None:
                    self.problems.append("a life hangs")
                until = None
                continue
            if not (chunk := os.read(ear, 65536)):
                break
            heard += chunk
        os.close(ear)
        status = os.waitpid(child, 0)[1]
        wrong = ""
        for line in heard.splitlines():
            with contextlib.suppress(ValueError):  # the last one may be cut off
                stage, what = json.loads(line)
                if stage == "traceback":
                    wrong = what
                elif stage == "refused":
                    self.counts[f"said: {what.split(': ', 1)[-1].split('.')[0].split(' (')[0]}"] += 1
                else:
                    self.told.add((stage, what))
        return wrong, status != 0

    def _workers(self) -> tuple[str, bool]:
        """Kill a whole process that has two workers; they must end with it."""
        command = [sys.executable, "-m", "verbale", "build", str(self.path), *map(str, self.halves)]
        process = subprocess.Popen(
            [*command, "--fast", "--workers", "2", "--quiet"], start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(self.draw.uniform(0.3, 6))
        ended = process.poll() is None
        process.kill()
        process.wait()
        deadline = time.monotonic() + 20
        while _group_lives(process.pid):
            if time.monotonic() > deadline:
                self.problems.append("workers outlive their parent")
                os.killpg(process.pid, signal.SIGKILL)
                break
            time.sleep(0.05)
        return WORKERS, ended


def _say(mouth: int, what: tuple[str, ...]) -> None:
    os.write(mouth, json.dumps(what).encode() + b"\n")


def _group_lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


class Measure:
    """An undisturbed life: how long it takes, how many file operations it needs, what comes of it."""

    def __init__(self, place: Path, halves: tuple[Path, Path]) -> None:
        disk = shim.Disk()
        live(place / "warm.db", halves, lambda *_: None)  # loads everything, here and so in every life
        began = time.monotonic()
        disk.arm(place, -1, shim.COUNT)
        live(place / "calm.db", halves, lambda *_: None)
        self.writes = disk.seen
        self.seconds = time.monotonic() - began
        disk.arm(place, -1, shim.COUNT, shim.READ)
        live(place / "read.db", halves, lambda *_: None)
        self.reads = disk.seen
        disk.disarm()
        with Record.open(place / "calm.db", write=False) as record:
            self.lines = list(record.dump())
            assert record.verify() == []


def done_before(log: Path, seed: int) -> list[dict[str, Any]]:
    """Return the chains of this seed that the log holds."""
    if not log.exists():
        return []
    rows = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines() if line.endswith("}")]
    return [row for row in rows if row["seed"] == seed]


def kills(counts: Counter[str]) -> int:
    """Return how many lives were ended by SIGKILL."""
    return sum(counts[kind] for kind in (*KILLS, WORKERS))


def faults(counts: Counter[str]) -> int:
    """Return how many lives were ended by a fault of the disk."""
    return sum(counts[kind] for kind in FAULTS)


def table(rows: list[dict[str, Any]], seconds: float) -> str:
    """Return what was seen, as Markdown."""
    counts: Counter[str] = Counter()
    for row in rows:
        counts.update(row["counts"])
    lost_in = sum(bool(row["problems"]) for row in rows)
    lines = ["| | |", "|---|---:|", f"| records | {len(rows)} |"]
    lines += [f"| {kind} | {counts[kind]} |" for kind in (*KILLS, WORKERS)]
    lines.append(f"| **SIGKILLs** | **{kills(counts)}** |")
    lines += [f"| {kind} | {counts[kind]} |" for kind in FAULTS]
    lines.append(f"| **full disks and I/O errors** | **{faults(counts)}** |")
    lines.append(f"| lives that went through before anything happened | {counts['went through']} |")
    lines += [f"| {kind} | {n} |" for kind, n in sorted(counts.items()) if kind.startswith("said: ")]
    lines.append(f"| **records with anything lost, `verify` not clean, or another end** | **{lost_in}** |")
    return "\n".join(lines) + f"\n\n{seconds:.0f} s in this run."


def campaign(wanted_kills: int, wanted_faults: int, seed: int, log: Path) -> int:
    """Run chains until there were as many kills and faults as wanted; return how many chains went wrong."""
    began = time.monotonic()
    rows = done_before(log, seed)
    counts: Counter[str] = Counter()
    for row in rows:
        counts.update(row["counts"])
    place = Path(tempfile.mkdtemp(prefix="campaign-"))
    try:
        halves = write_articles(place / "articles")
        (place / "measure").mkdir()
        measure = Measure(place / "measure", halves)
        print(
            f"a life: {measure.seconds:.2f} s, {measure.writes} writing operations, {measure.reads} reads", flush=True
        )
        number = len(rows)
        while kills(counts) < wanted_kills or faults(counts) < wanted_faults:
            folder = place / f"{number}"
            folder.mkdir()
            chain = Chain(number, seed, folder, halves, measure)
            faulty = kills(counts) >= wanted_kills or (number % 4 == 3 and faults(counts) < wanted_faults)
            chain.run(faulty, workers=not faulty and number % 12 == 4)
            row = {"seed": seed, "chain": number, "counts": dict(chain.counts), "problems": chain.problems}
            with log.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row) + "\n")
            rows.append(row)
            counts.update(chain.counts)
            if chain.problems:
                kept = log.with_name(f"campaign-{seed}-{number}")
                shutil.copytree(folder, kept, dirs_exist_ok=True)
                print(f"chain {number}: {chain.problems}; its files are in {kept}", flush=True)
            shutil.rmtree(folder)
            if number % 20 == 0:
                told = f"{kills(counts)} kills, {faults(counts)} faults"
                print(f"chain {number}: {told}, {time.monotonic() - began:.0f} s", flush=True)
            number += 1
    finally:
        shutil.rmtree(place, ignore_errors=True)
    print(table(rows, time.monotonic() - began))
    return sum(bool(row["problems"]) for row in rows)


def main() -> None:
    """Start again with the faulty disk loaded, then run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--faults", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--log", type=Path, default=Path("build/campaigns.jsonl"))
    given = parser.parse_args()
    given.log.parent.mkdir(parents=True, exist_ok=True)
    if "disk_faults" not in os.environ.get("LD_PRELOAD", ""):
        made = shim.compiled(given.log.parent.resolve())
        if made is None:
            sys.exit("this needs Linux and a C compiler")
        os.execve(sys.executable, [sys.executable, "-m", "benchmarks.campaigns", *sys.argv[1:]], shim.environment(made))
    sys.exit(1 if campaign(given.kills, given.faults, given.seed, given.log) else 0)


if __name__ == "__main__":
    main()
