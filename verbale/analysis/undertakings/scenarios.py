"""Scenario cases beside the rules: run them, and say what came out otherwise than expected."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import fields

from verbale.analysis.undertakings.checker import check, covers
from verbale.analysis.undertakings.findings import Finding
from verbale.analysis.undertakings.model import Case, File
from verbale.analysis.undertakings.times import when


class Outcome(Struct, frozen=True):
    """A case that was run."""

    case: str
    good: bool
    faults: tuple[str, ...]
    """Each: what was expected and what came out."""
    finding: Finding


def run(file: File, case: Case) -> Outcome:
    """Run one case."""
    found = check(
        file, case.provision, case.claims, as_of=case.as_of, bearer=case.bearer, to=case.to, view=case.view,
        reading=case.reading, policy=case.policy,
    )  # fmt: skip
    faults = []
    for field in fields(case.expect):
        wanted = getattr(case.expect, field.name)
        if wanted is None or field.name == "notes":
            continue
        if field.name == "covered":
            got: object = (
                covers(file, case.provision, case.claims[0], bearer=case.bearer, view=case.view,
                       day=when(case.as_of).last.date().isoformat())[0] if case.claims else "no claim"
            )  # fmt: skip
        elif field.name == "view_dependent":
            got = bool(found.by_view)
        else:
            got = getattr(found, field.name)
        if got != wanted:
            faults.append(f"{field.name}: expected {wanted!r}, got {got!r}")
    faults += [f"no note says {n!r}" for n in case.expect.notes if not any(n in note for note in found.notes)]
    return Outcome(case.id, not faults, tuple(faults), found)


def run_all(file: File) -> tuple[Outcome, ...]:
    """Run a file's cases in their order."""
    return tuple(run(file, case) for case in file.cases)
