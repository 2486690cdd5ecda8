"""Who can speak, or act, for whom: the question that statements and events ask of actors."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct


class Voices(Struct):
    """`same(a, b)`: two actors' words can be one statement; `block(a)`: the state or body that an actor belongs to;
    `unknown(a)`: nothing tells whom a description means; `person(a)`: somebody, not a state or body;
    `rivals(a, b)`: they are known to belong to two different states or bodies;
    `reporter(a)`: an outlet or agency, which relays more than it says."""

    same: Callable[[str, str], bool]
    block: Callable[[str], str]
    unknown: Callable[[str], bool]
    reporter: Callable[[str], bool]
    person: Callable[[str], bool]
    rivals: Callable[[str, str], bool]
