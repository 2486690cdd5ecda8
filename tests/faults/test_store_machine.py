"""A store under any row of deeds: adding, coding, judging, retracting, collating, merging, being killed and opened again.

Beside the store goes a model of what it must hold: plain dicts. After a kill the store may hold what it held before the
deed or after it, and nothing between.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.store import samples
from verbale.model import Judgement, Skip
from verbale.store import Store, verify_file
from verbale.store.merge import source_of

DOCUMENTS = 6
CODERS = ("draft-1", samples.CODER)
numbers = st.integers(0, DOCUMENTS - 1)
people = st.sampled_from(["person:ada", "person:ben"])
verdicts = st.sampled_from(["same", "different", "unsure"])
pairs = st.tuples(st.integers(0, 3), st.integers(4, 6))


@dataclass
class Held:
    """What a store must hold."""

    codings: dict[int, str | None] = field(default_factory=dict)
    """The documents by number, and by which coder each is coded."""
    judgements: dict[tuple[str, str, str], str] = field(default_factory=dict)
    skips: set[str] = field(default_factory=set)


def seen(store: Store) -> Held:
    """Return what a store does hold."""
    known = {samples.document(number).id: number for number in range(DOCUMENTS)}
    found = Held(skips={skip.locator for skip in store.skips()})
    for document in store.documents():
        assert document == samples.document(known[document.id])
        coding = store.coding(document.id)
        assert coding is None or coding == samples.coding(document, coding.coder)
        found.codings[known[document.id]] = None if coding is None else coding.coder
    found.judgements = {(j.left, j.right, j.by): j.verdict for j in store.judgements()}
    return found


Deed = Callable[[Store], None]
Change = Callable[[Held], None]


class StoreMachine(RuleBasedStateMachine):
    """The deeds."""

    @initialize()
    def begin(self) -> None:
        self.place = Path(tempfile.mkdtemp(prefix="store-machine-"))
        self.path = self.place / "r.db"
        self.held = Held()
        self.store = Store.open(self.path, write=True)
        self.copies = itertools.count()

    def teardown(self) -> None:
        if hasattr(self, "place"):
            try:
                self.store.close()
                assert verify_file(self.path) == []
                assert sorted(p.name for p in self.place.iterdir() if not p.name.startswith("copy")) == ["r.db"]
            finally:
                shutil.rmtree(self.place)

    def do(self, deed: Deed, change: Change) -> None:
        """Do something to the store and to the model."""
        deed(self.store)
        change(self.held)

    # -- what is done --------------------------------------------------------------------------------------------------

    def _adding(self, number: int) -> tuple[Deed, Change]:
        document = samples.document(number)

        def change(held: Held) -> None:
            held.codings.setdefault(number, None)

        return lambda store: (store.add_document(document, samples.receipt(document, number)), None)[1], change

    def _coding(self, number: int, coder: str) -> tuple[Deed, Change]:
        coding = samples.coding(samples.document(number), coder)
        return lambda store: (store.put_coding(coding), None)[1], lambda held: held.codings.update({number: coder})

    def _judging(self, pair: tuple[int, int], verdict: str, by: str) -> tuple[Deed, Change]:
        left, right = (f"row{n}" for n in pair)
        judgement = Judgement(left, right, verdict, by, None, "seen")  # type: ignore[arg-type]

        def change(held: Held) -> None:
            held.judgements[left, right, by] = verdict

        return lambda store: (store.put_judgements([judgement]), None)[1], change

    @rule(number=numbers)
    def add(self, number: int) -> None:
        self.do(*self._adding(number))

    @rule(name=st.sampled_from("abc"))
    def skip(self, name: str) -> None:
        self.do(
            lambda store: store.add_skip(Skip(f"{name}.bin", "not text")), lambda held: held.skips.add(f"{name}.bin")
        )

    @precondition(lambda self: self.held.codings)
    @rule(data=st.data(), coder=st.sampled_from(CODERS))
    def code(self, data: st.DataObject, coder: str) -> None:
        self.do(*self._coding(data.draw(st.sampled_from(sorted(self.held.codings))), coder))

    @rule(coder=st.sampled_from(CODERS))
    def code_all(self, coder: str) -> None:
        waiting = {document.id for document in self.store.uncoded(coder)}
        assert waiting == {samples.document(n).id for n, by in self.held.codings.items() if by != coder}
        for number in self.held.codings:
            self.do(*self._coding(number, coder))
        assert list(self.store.uncoded(coder)) == []

    @rule(pair=pairs, verdict=verdicts, by=people)
    def judge(self, pair: tuple[int, int], verdict: str, by: str) -> None:
        self.do(*self._judging(pair, verdict, by))

    @rule(pair=pairs, by=people)
    def retract(self, pair: tuple[int, int], by: str) -> None:
        key = (f"row{pair[0]}", f"row{pair[1]}", by)
        assert self.store.retract_judgement(*key) == (key in self.held.judgements)
        self.held.judgements.pop(key, None)

    @rule(rows=st.lists(pairs, max_size=3, unique=True))
    def rule_judges(self, rows: list[tuple[int, int]]) -> None:
        given = [Judgement(f"row{a}", f"row{b}", "same", "rule:x", 0.5, "alike") for a, b in rows]
        self.store.replace_judgements("rule:x", given)
        self.held.judgements = {key: v for key, v in self.held.judgements.items() if key[2] != "rule:x"}
        self.held.judgements |= {(j.left, j.right, j.by): j.verdict for j in given}

    @precondition(lambda self: any(self.held.codings.values()))
    @rule()
    def collate(self) -> None:
        samples.collate(self.store, list(self.store.codings()))
        assert self.store.is_collated()

    @rule(rows=st.dictionaries(numbers, st.sampled_from([None, *CODERS]), max_size=3))
    def merge(self, rows: dict[int, str | None]) -> None:
        with Store.open(":memory:", write=True) as other:
            for number, coder in rows.items():
                self._adding(number)[0](other)
                if coder is not None:
                    self._coding(number, coder)[0](other)
            other.put_judgements([Judgement("row7", "row8", "same", "person:eve", None, "seen")])
            for _ in range(2):  # once or twice is the same
                self.store.merge(source_of(other), samples.CODER)
        for number, coder in rows.items():
            ours = self.held.codings.get(number)
            self.held.codings[number] = samples.CODER if samples.CODER in (ours, coder) else ours or coder
        self.held.judgements["row7", "row8", "person:eve"] = "same"

    # -- what is done to it --------------------------------------------------------------------------------------------

    @rule()
    def reopen(self) -> None:
        self.store.close()
        self.store = Store.open(self.path, write=True)

    @rule()
    def read_beside(self) -> None:
        with Store.open(self.path, write=False) as reader:
            assert seen(reader) == self.held

    @rule()
    def copy_whole(self) -> None:
        copy = self.place / f"copy{next(self.copies)}.db"
        self.store.backup(copy)
        assert verify_file(copy) == []
        with Store.open(copy, write=False) as store:
            assert seen(store) == self.held

    @rule()
    def power_fails(self) -> None:
        """The files as they lie there at this moment are a whole record."""
        copy = self.place / f"copy{next(self.copies)}.db"
        for end in ("", "-wal"):
            with contextlib.suppress(FileNotFoundError):
                shutil.copyfile(f"{self.path}{end}", f"{copy}{end}")
        assert verify_file(copy) == []
        with Store.open(copy, write=True) as store:
            assert seen(store) == self.held

    @precondition(lambda self: sys.platform == "linux")
    @rule(delay=st.floats(0, 0.02), data=st.data())
    def killed(self, delay: float, data: st.DataObject) -> None:
        """Another process takes over and is killed at some moment of its work."""
        deeds = [self._adding(data.draw(numbers)), self._judging(data.draw(pairs), data.draw(verdicts), "person:ada")]
        if self.held.codings:
            deeds.append(
                self._coding(data.draw(st.sampled_from(sorted(self.held.codings))), data.draw(st.sampled_from(CODERS)))
            )
        self.store.close()
        child = os.fork()
        if child == 0:
            try:
                with Store.open(self.path, write=True) as store:
                    for deed, _ in deeds:
                        deed(store)
            finally:
                os._exit(0)
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        states = [deepcopy(self.held)]
        for _, change in deeds:
            states.append(deepcopy(states[-1]))
            change(states[-1])
        assert verify_file(self.path) == []
        self.store = Store.open(self.path, write=True)
        found = seen(self.store)
        assert found in states
        self.held = found
        # gone on with, so that what may follow does not hang on the moment of the kill: hypothesis asks for the same again
        for deed, change in deeds:
            self.do(deed, change)
        assert self.held == states[-1]

    @invariant()
    def holds_what_it_must(self) -> None:
        if hasattr(self, "store"):
            assert seen(self.store) == self.held

    @precondition(lambda self: len(self.held.codings) > 2)
    @rule()
    def verify(self) -> None:
        assert self.store.verify() == []


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_the_store_holds_what_it_must() -> None:
    StoreMachine.TestCase.settings = settings(
        max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
    )
    StoreMachine.TestCase("runTest").runTest()
