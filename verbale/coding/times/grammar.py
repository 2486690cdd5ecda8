"""The grammar of expressions of time: which runs of token classes are one, and the form that they say.

The rules give the core of an expression; `compose` adds what stands before it ("early", "the end of", "at least") and
joins neighbours ("5 p.m. EST, Nov. 6").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from verbale.coding.times import rules_calendar, rules_clock, rules_relative, rules_spans, rules_years
from verbale.coding.times.forms import UNIT_NAMES, Form
from verbale.coding.times.patterns import Hit, Rule, compile_pattern
from verbale.coding.times.tokens import Tokens

RULES: tuple[Rule, ...] = (
    *rules_calendar.RULES,
    *rules_relative.RULES,
    *rules_clock.RULES,
    *rules_spans.RULES,
    *rules_years.RULES,
)


@dataclass(slots=True)
class Found:
    """An expression found in a sentence: tokens `[first, last)`, what it says, and the rule that saw it."""

    first: int
    last: int
    form: Form
    rule: str


@cache
def _any_rule() -> re.Pattern[str]:
    sources = [re.sub(r"\(\?P<\w+>", "(?:", compile_pattern(rule.pattern).pattern) for rule in RULES]
    return re.compile("|".join(f"(?:{source})" for source in sources))


@cache
def _compiled() -> tuple[tuple[Rule, re.Pattern[str]], ...]:
    return tuple((rule, compile_pattern(rule.pattern)) for rule in RULES)


def _on_the_calendar(form: Form) -> Form:
    """Return a form; "two semesters later" is some time, for nobody can count it off."""
    if form.kind != "rel" or form.unit in UNIT_NAMES:
        return form
    return Form("ref", pattern="PAST_REF" if form.offset < 0 else "FUTURE_REF" if form.offset else "PRESENT_REF")


def find_cores(tokens: Tokens) -> list[Found]:
    """Return the expressions of a sentence: leftmost, and of those that start at one token the longest."""
    found: list[Found] = []
    codes = tokens.codes
    position = 0
    search = _any_rule().search
    while (hit := search(codes, position)) is not None:
        start = hit.start()
        best: Found | None = None
        for rule, pattern in _compiled():
            match = pattern.match(codes, start)
            if match is None or match.end() <= start or (best is not None and match.end() <= best.last):
                continue
            form = rule.build(Hit(tokens, match))
            if form is not None:
                best = Found(start, match.end(), _on_the_calendar(form), rule.name)
        if best is None:
            position = start + 1
        else:
            found.append(best)
            position = best.last
    return found
