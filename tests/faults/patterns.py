"""Feed every regular expression of the package what it likes least, and say which of them take more than linear time.

Run as `python -m tests.faults.patterns`: a process of its own, for it stands between the package and `re` from the
start, so that patterns made from the lexicon, or inside functions, are seen as well. It builds a record of the sample
disputes, walks all that is computed and exported from it, and imports what is left. Then each pattern is searched in
texts made from its own parts: each repeated piece many times, behind what must stand before it, with a tail on which it
fails. One JSON line for each pattern that is too slow.
"""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import re
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

_constants: Any = importlib.import_module("re._constants")
_parser: Any = importlib.import_module("re._parser")

SMALL = 2_500
"""Characters of the smaller text; the larger ones are 4 and 16 times as long."""
QUICK = 0.004
"""Seconds in which the larger text may always be searched: below this, noise rules."""
STEEP = 9.0
"""Growth over four times the length: 4 is linear, 16 quadratic."""
LIMIT = 2.0
BOUNDED = {
    "verbale.coding.segments.glued:": "matched at one place only; suffixes are searched in a line's last 40 characters",
    "verbale.coding.sentences:23": "searched in 40 characters",
    "verbale.analysis.undertakings.forces:47": "matched at one place only, behind a figure",
    "verbale.analysis.stances:": "read on the first 600 characters of a content",
}
"""Patterns that would take long on a text longer than any that they are given, with how that is seen to."""
_FAILING = ("\x01", "!", "z9 ")
_CATEGORIES = {"CATEGORY_DIGIT": "7", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "a", "CATEGORY_NOT_DIGIT": "x",
               "CATEGORY_NOT_SPACE": "x", "CATEGORY_NOT_WORD": "-"}  # fmt: skip

Seen = dict[tuple[str | bytes, int], str]


def watch() -> Seen:
    """Stand between the package and `re`; return where each pattern is first made."""
    seen: Seen = {}
    real = re._compile  # type: ignore[attr-defined]

    def compiling(pattern: Any, flags: Any) -> Any:
        made = real(pattern, flags)
        frame = sys._getframe(1)
        while frame is not None and frame.f_code.co_filename.endswith(("re/__init__.py", "functools.py")):
            frame = frame.f_back  # type: ignore[assignment]
        name = frame.f_globals.get("__name__", "") if frame is not None else ""
        if name.startswith("verbale"):
            seen.setdefault((made.pattern, made.flags), f"{name}:{frame.f_lineno}")
        return made

    re._compile = compiling  # type: ignore[attr-defined]
    return seen


def exercise(root: Path) -> None:
    """Do everything once, so that every pattern is made."""
    import verbale

    for module in pkgutil.walk_packages(verbale.__path__, "verbale."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for fast in (False, True):
        with verbale.open(":memory:") as record:
            record.build([root / "examples" / "security-guarantees", root / "examples" / "dam-on-the-nile"], fast=fast)
            for look in ("statements", "events", "actors", "disagreements", "timeline", "positions", "deadlines", "contacts",
                         "deployments", "issues", "framing", "undertakings", "brief"):  # fmt: skip
                getattr(record, look, lambda: None)()
            record.search("talks and more")


# -- texts from a pattern's own parts ----------------------------------------------------------------------------------


def sample(nodes: Any) -> str:
    """Return a short text that a part of a pattern matches, or nearly."""
    return "".join(_sample(operator, argument) for operator, argument in nodes)


def _sample(operator: Any, argument: Any) -> str:
    name = str(operator)
    if name == "LITERAL":
        return chr(int(argument))
    if name == "NOT_LITERAL":
        return "x" if argument != ord("x") else "y"
    if name == "ANY":
        return "x"
    if name == "IN":
        return str(_of_class(argument)[0])
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        low, _, body = argument
        return sample(body) * max(int(low), 1)
    if name == "SUBPATTERN":
        return sample(argument[-1])
    if name == "ATOMIC_GROUP":
        return sample(argument)
    if name == "BRANCH":
        return sample(argument[1][0])
    if name == "GROUPREF_EXISTS":
        return sample(argument[1])
    if name == "ASSERT":
        return ""
    return ""


def _of_class(members: Any) -> list[str]:
    """Return some signs of a class, one of each kind that stands in it."""
    found: list[str] = []
    negated = False
    for operator, argument in members:
        name = str(operator)
        if name == "NEGATE":
            negated = True
        elif name == "LITERAL":
            found.append(chr(argument))
        elif name == "RANGE":
            found.append(chr(argument[0]))
        elif name == "CATEGORY":
            found.append(_CATEGORIES.get(str(argument), "a"))
    if negated:
        return [sign for sign in ("x", " ", "7", "\n", "-", "“") if sign not in found] or ["\u4e00"]
    return found[:6] or ["x"]


def pieces(nodes: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """Yield what may be repeated in a pattern, each with a text of what stands before it."""
    for operator, argument in nodes:
        name = str(operator)
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            _, high, body = argument
            if high is _constants.MAXREPEAT or high > 8:
                yield before, sample(body)
                for sign in _first_signs(body):
                    yield before, sign
            yield from pieces(body, before)
        elif name == "SUBPATTERN":
            yield from pieces(argument[-1], before)
        elif name == "ATOMIC_GROUP":
            yield from pieces(argument, before)
        elif name == "BRANCH":
            for branch in argument[1][:12]:
                yield from pieces(branch, before)
        elif name in ("ASSERT", "ASSERT_NOT"):
            yield from pieces(argument[1], before)
        before += _sample(operator, argument)


def _first_signs(body: Any) -> list[str]:
    if len(body) == 1 and str(body[0][0]) == "IN":
        return _of_class(body[0][1])
    if len(body) == 1 and str(body[0][0]) == "BRANCH":
        return [sample(branch) for branch in body[0][1][1][:6]]
    return []


def texts(pattern: re.Pattern[Any]) -> list[tuple[str, str, str]]:
    """Return (before, repeated, tail) of the texts to search."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    flags = pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags
    tree = _parser.parse(source if isinstance(pattern.pattern, str) else pattern.pattern, flags & ~re.DEBUG)
    whole = sample(tree)
    found: dict[tuple[str, str, str], None] = {}
    for before, piece in [*pieces(tree), ("", whole), ("", whole[:-1]), ("", whole[:1]), ("", whole[-1:])][:60]:
        for tail in _FAILING:
            if piece:
                found[before, piece, tail] = None
                found["", before + piece, tail] = None
    return [*found, ("", " ", "x"), ("", "a", "\x01"), ("", "A", "."), ("", "7", "x"), ("", "\n", "x")]


class _TooSlow(Exception):
    pass


def _alarm(*_: object) -> None:
    raise _TooSlow


def anchored(places: Iterable[str]) -> dict[str, str]:
    """Return which patterns, by place, their modules use at one position only (`match`, `fullmatch`)."""
    modules: dict[str, list[int]] = {}
    for place in places:
        module, _, at = place.partition(":")
        modules.setdefault(module, []).append(int(at))
    found: dict[str, str] = {}
    for module, lines in modules.items():
        tree = ast.parse(Path(str(sys.modules[module].__file__)).read_text(encoding="utf-8"))
        named = {
            line: node.targets[0].id
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
            for line in lines
            if node.lineno <= line <= (node.end_lineno or 0) and isinstance(node.value, ast.Call)
        }
        for node in ast.walk(tree):
            for line in lines:
                if isinstance(node, ast.Call) and node.lineno <= line <= (node.end_lineno or 0):
                    called = ast.unparse(node.func)
                    if called in ("re.match", "re.fullmatch"):
                        found[f"{module}:{line}"] = called.removeprefix("re.")
        for number, name in named.items():
            uses = [
                n for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Load)
            ]
            calls = {
                n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name)
                and n.value.id == name
            }  # fmt: skip
            asked = [n for n in ast.walk(tree) if isinstance(n, ast.Attribute) and n.value in uses]
            if name.startswith("_") and len(asked) == len(uses) and calls and calls <= {"match", "fullmatch"}:
                found[f"{module}:{number}"] = "match" if "match" in calls else "fullmatch"
    return found


def seconds(pattern: re.Pattern[Any], how: str, before: str, piece: str, tail: str, size: int) -> float:
    """Return how long the pattern is looked for in a text of a size, at the best of three."""
    made = before + piece * (size // len(piece)) + tail
    text: str | bytes = made if isinstance(pattern.pattern, str) else made.encode("latin-1", "replace")
    best = LIMIT
    for _ in range(3):
        began = time.process_time()
        try:
            try:
                signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT)
                if how == "search":
                    for _ in zip(pattern.finditer(text), range(50_000), strict=False):
                        pass
                else:
                    getattr(pattern, how)(text)
            finally:
                signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        except _TooSlow:  # also where it rings while it is turned off
            return LIMIT
        best = min(best, time.process_time() - began)
        if best < QUICK:
            break
    return best


def worst(pattern: re.Pattern[Any], how: str) -> tuple[float, str] | None:
    """Return the steepest growth over four times the length that lasts, and on what; None where all is well."""
    for before, piece, tail in texts(pattern):
        # measured anew where it looks steep: a clock that stands still for a moment makes anything so
        first = _growth(pattern, how, before, piece, tail)
        again = None if first is None else _growth(pattern, how, before, piece, tail)
        if first is not None and again is not None:
            return min(first, again), f"{before[-40:]!r} + {piece[:40]!r} * n + {tail!r}"
    return None


def _growth(pattern: re.Pattern[Any], how: str, before: str, piece: str, tail: str) -> float | None:
    """Return by how much four times the text takes longer; None where that is in proportion."""
    large = seconds(pattern, how, before, piece, tail, 4 * SMALL)
    if large < QUICK:
        return None
    small = seconds(pattern, how, before, piece, tail, SMALL)
    if large < STEEP * small and large < LIMIT:
        return None
    larger = seconds(pattern, how, before, piece, tail, 16 * SMALL)
    if larger < STEEP * large and larger < LIMIT:
        return None
    return large / max(small, 1e-9)


def main() -> None:
    """Collect, attack, tell."""
    seen = watch()
    exercise(Path(__file__).parents[2])
    signal.signal(signal.SIGVTALRM, _alarm)
    ways = anchored(seen.values())
    for (source, flags), place in sorted(seen.items(), key=lambda item: item[1]):
        if not any(name in place for name in sys.argv[1:] or [""]):
            continue
        if any(place.startswith(bounded) for bounded in BOUNDED):
            continue
        found = worst(re.compile(source, flags), ways.get(place, "search"))
        if found is not None:
            shown = source if isinstance(source, str) else source.decode("latin-1")
            row = {"place": place, "pattern": shown[:200], "growth": round(found[0], 1), "text": found[1]}
            print(json.dumps(row, ensure_ascii=False), flush=True)
    print(json.dumps({"patterns": len(seen)}))


if __name__ == "__main__":
    main()
