"""YAML that means what it says: the core rules of YAML 1.2, no duplicate keys, no anchors, every value with its line.

PyYAML follows YAML 1.1, which reads the key `on` as true, Norway's `NO` as false and `12:30:00` as 45000. Here only its
scanner and parser are used; what a plain word means is decided by YAML 1.2's core schema: `true`, `false`, `null`, numbers;
dates and times stay the words they are.
"""

from __future__ import annotations

import re
from typing import Any

import yaml
from msgspec import Struct

from verbale.analysis.undertakings.faults import syntax
from verbale.errors import UsageError

Path = tuple[str | int, ...]
MOST_BYTES = 500_000
DEEPEST = 40
_INT = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]{1,30}|[0-9]{1,30}(?:\.[0-9]{0,30})?)(?:[eE][-+]?[0-9]{1,3})?")
_WORDS: dict[str, object] = {
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
    "null": None, "Null": None, "NULL": None, "~": None, "": None,
}  # fmt: skip


class Text(Struct, frozen=True):
    """A file's content and the line of each of its values."""

    name: str
    value: Any
    lines: dict[Path, int]

    def line(self, path: Path) -> int:
        """Return the line of a value, or of the nearest value around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def fault(self, path: Path, what: str) -> UsageError:
        """Return an error that names file, line and place."""
        where = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in path).lstrip(".")
        return UsageError(f"{self.name}, line {self.line(path)}: {where + ': ' if where else ''}{what}")


def _scalar(node: yaml.ScalarNode) -> object:
    if node.style is not None:  # quoted or a block: a string, whatever it looks like
        return node.value
    if node.value in _WORDS:
        return _WORDS[node.value]
    if _INT.fullmatch(node.value):
        return int(node.value)
    if _FLOAT.fullmatch(node.value):
        return float(node.value)
    return node.value


class _Reader:
    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Path, int] = {}

    def fault(self, line: int, what: str) -> UsageError:
        return UsageError(f"{self.name}, line {line}: {what}")

    def read(self, node: yaml.Node, path: Path) -> object:
        line = node.start_mark.line + 1 if node.start_mark else 1
        self.lines.setdefault(path, line)
        if len(path) > DEEPEST:
            raise self.fault(line, f"nested deeper than {DEEPEST}")
        if isinstance(node, yaml.ScalarNode):
            return _scalar(node)
        if isinstance(node, yaml.SequenceNode):
            return [self.read(item, (*path, index)) for index, item in enumerate(node.value)]
        found: dict[str, object] = {}
        for key, value in node.value:
            at = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise self.fault(at, "a key must be a word")
            if key.value in found:
                first = self.lines[(*path, key.value)]
                raise self.fault(at, f"{key.value!r} stands here twice; the first is on line {first}")
            self.lines[(*path, key.value)] = at
            found[key.value] = self.read(value, (*path, key.value))
        return found


def parse(text: str, name: str) -> Text:
    """Read YAML. Raises UsageError with the line where it is no YAML, or not the part of YAML that is understood here."""
    if len(text) > MOST_BYTES:
        raise UsageError(f"{name}: {len(text)} characters; at most {MOST_BYTES} are read")
    reader = _Reader(name)
    try:
        depth = 0
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            line = event.start_mark.line + 1 if event.start_mark else 1
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > DEEPEST:
                    raise reader.fault(line, f"nested deeper than {DEEPEST}")
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
                raise reader.fault(line, "anchors and aliases (& and *) are not read; write it out, or quote the word")
            if getattr(event, "tag", None) is not None:
                raise reader.fault(line, "tags (!) are not read")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise reader.fault(mark.line + 1 if mark else 1, syntax(error.problem or "this is no YAML")) from None
    except yaml.YAMLError as error:
        raise UsageError(f"{name}: {error}") from None
    except RecursionError:
        raise UsageError(f"{name}: nested too deep") from None
    if node is None:
        raise UsageError(f"{name}: the file is empty")
    return Text(name, reader.read(node, ()), reader.lines)
