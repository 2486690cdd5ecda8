"""Faults in files of instruments, in words for whoever wrote the file: what is wrong, what is right, what was perhaps meant."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import Any, get_args

import msgspec
from msgspec.structs import fields

from verbale.analysis.undertakings import findings, model
from verbale.lexicon import load_table
from verbale.lexicon.actors import fold_phrase, lexicon

_PATH = re.compile(r" - at `\$([^`]*)`$")
_STEP = re.compile(r"\.([^.\[\]`]+)|\[(\d+)\]|\[\.\.\.\]")
WORDS: dict[str, tuple[str, ...]] = {
    "binding": get_args(model.Binding), "status": get_args(model.PartyStatus), "modal": get_args(model.Modal),
    "seen": get_args(model.Seen), "stance": get_args(model.ReplyStance), "role": get_args(model.ClaimRole),
    "about": get_args(model.About), "says": get_args(model.Says), "mode": get_args(model.ClaimMode),
    "whichever": ("earlier", "later"), "rounding": ("up", "down"), "at_most": ("alleged",),
}  # fmt: skip
EXPECTED: dict[str, tuple[str, ...]] = {
    "status": get_args(findings.Status), "norm": get_args(findings.Norm), "conduct": get_args(findings.Conduct),
    "support": get_args(findings.Support), "excuse": get_args(findings.Excuse),
}  # fmt: skip
_TABLES: dict[str, type[msgspec.Struct]] = {
    "instrument": model.Instrument, "provisions": model.Provision, "replies": model.Reply, "sources": model.Source,
    "cases": model.Case, "lifecycle": model.Life, "claims": model.Claim, "expect": model.Expect, "clocks": model.Clock,
    "readings": model.Reading, "units": model.Unit, "policy": model.Policy, "quote": model.Quote, "where": model.Test,
    "enters_into_force": model.EntryIntoForce, "withdrawal": model.Withdrawal,
}  # fmt: skip
_KINDS = {
    "object": "a table ('key: value' lines)", "array": "a list (lines that begin with '-', or [one, two])",
    "str": "words", "int": "a whole number", "float": "a number", "bool": "true or false", "null": "nothing",
}  # fmt: skip
FREE = frozenset({"place", "counts", "deployer", "host", "body", "member", "near", "from", "amount", "since", "test", "withdrawn",
                  "notice_days", "missiles", "ships", "bombers"})  # fmt: skip
"""What a claim may state that no rule tests by that name."""


def path_of(said: str) -> tuple[str, tuple[str | int, ...]]:
    """Return what a decoder says, without its path, and the path as far as it names places."""
    match = _PATH.search(said)
    path: list[str | int] = []
    for name, index in _STEP.findall(match[1]) if match else ():
        if index:
            path.append(int(index))
        elif name:
            path.append(name)
        else:
            break
    what = said[: match.start()] if match else said
    unknown = re.search(r"unknown field `([^`]+)`", what)
    if unknown:
        path.append(unknown[1])
    return what, tuple(path)


def perhaps(given: str, known: Iterable[str]) -> str:
    """Return a hint at what was meant, empty where nothing is near."""
    near = difflib.get_close_matches(given, list(known), 1, 0.6)
    return f"; perhaps {near[0]!r}?" if near else "."


def plain(what: str, path: tuple[str | int, ...], value: Any = None) -> str:
    """Say a decoding fault in words."""
    names = [p for p in path if isinstance(p, str)]
    last = names[-1] if names else ""
    unknown = re.search(r"unknown field `([^`]+)`", what)
    if unknown:
        table = _TABLES.get(names[-2] if len(names) > 1 else "")
        known = [f.encode_name for f in fields(table)] if table else [f.encode_name for f in fields(model.File)]
        return f"{unknown[1]!r} is no key that is known here{perhaps(unknown[1], known)} Known are {', '.join(known)}"
    missing = re.search(r"missing required field `([^`]+)`", what)
    if missing:
        return f"{missing[1]!r} is missing"
    enum = re.search(r"Invalid enum value '?([^']*)'?", what)
    if enum and last in WORDS:
        loose = enum[1].replace("_", " ").replace("-", " ")
        hint = next((w for w in WORDS[last] if w.replace("_", " ") == loose), None)
        told = f"; perhaps {hint!r}?" if hint else perhaps(enum[1], WORDS[last])
        return f"{enum[1]!r} is none of the words for {last!r}: {', '.join(WORDS[last])}{told}"
    kinds = re.match(r"Expected `([^`]+)`, got `([^`]+)`", what)
    if kinds:
        wanted = " or ".join(_KINDS.get(k.strip(), k.strip()) for k in kinds[1].split("|") if k.strip() != "null")
        got = _KINDS.get(kinds[2], kinds[2])
        if not path:
            return f"a file begins with 'instrument:' and 'provisions:'; here stands {got}"
        if kinds[2] == "bool" and "str" in kinds[1]:
            return f"{wanted} wanted, but a word was read as true or false: put it in quotation marks"
        if kinds[1] == "str" and kinds[2] in {"int", "float"}:
            return "words are wanted here and a number stands: put it in quotation marks"
        return f"{wanted} wanted here; {got} stands"
    return what


def syntax(problem: str) -> str:
    """Say a fault of YAML in words."""
    if "'\\t'" in problem or "\\t" in problem:
        return "a tab stands here: indent with spaces"
    if "mapping values are not allowed" in problem:
        return "a colon stands within a value: put the value in quotation marks, or begin a new line"
    if "expected <block end>" in problem or "did not find expected key" in problem or "expected ',' or" in problem:
        return f"the line does not fit those before it: check indentation, commas and brackets ({problem})"
    return problem


def attribute(name: str) -> str:
    """Say that a rule tests what no attribute is."""
    known = [row["name"] for row in load_table("instruments/attributes.tsv")]
    return f"no attribute {name!r} is known{perhaps(name, known)} Known are {', '.join(sorted(known))}"


def claimed(name: str) -> str | None:
    """Say that a claim states an attribute that looks misspelt; None where it may stand."""
    known = {row["name"] for row in load_table("instruments/attributes.tsv")} | FREE
    if name in known:
        return None
    near = difflib.get_close_matches(name, sorted(known), 1, 0.8)
    return f"a claim states {name!r}, which no rule can test; perhaps {near[0]!r}?" if near else None


def party(name: str) -> str | None:
    """Say how a state is written where its name stands in capitals; None where the key may stand."""
    if not name.isupper() or name in lexicon().actors or len(name) < 4:
        return None
    keys = {e.key for e in lexicon().phrases.get(fold_phrase(name.replace("_", " ").title()), ()) if e.kind == "polity"}
    return f"{name!r}: states are written with three letters ({min(keys)})" if keys else None
