"""Words and word pairs of an attribution as numbers: beside the network of acts, which reads meaning, a plain table of
words votes, for in short contents single words ("unless", "never", "baseless") decide."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

BUCKETS = 1 << 15
MOST = 120
"""Words of a content that are looked at."""
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)*|[?!]")
_PLAIN = frozenset(
    "said say says added add told tell wrote write stated state according report reported reports".split()
)
_TRAITS = (
    ("neg", re.compile(r"\b(?:not|no|never|nothing|none|nobody|neither|nor|cannot)\b|n't\b")),
    ("if", re.compile(r"\b(?:if|unless|until)\b")),
    ("must", re.compile(r"\b(?:must|should|has to|have to|had to|ought)\b")),
    ("will", re.compile(r"\b(?:will|would|shall)\b|'ll\b")),
    ("willnot", re.compile(r"\b(?:would|will|shall|can|could) (?:not|never)\b|won't|wouldn't|cannot|can't")),
    ("we", re.compile(r"\b(?:we|our|us|i|my)\b")),
)


def buckets(cue: str, content: str, quoted: bool, acts: Sequence[str]) -> list[int]:
    """Return the rows of the table that an attribution calls up, each once; `acts` is what the lexicon says of the cue."""
    said = _words(cue)
    words = _words(content)[:MOST]
    keys = [f"c:{_stem(word)}" for word in said]
    keys.append("cue:" + " ".join(_stem(word) for word in said))
    keys += [f"lex{copy}:{act}" for act in acts for copy in range(4)]  # a feature that counts for four
    keys += [f"w:{word}" for word in words]
    keys += [f"b:{a} {b}" for a, b in pairwise(words)]
    keys += ["first:" + " ".join(words[:count]) for count in (1, 2, 3) if len(words) >= count]
    keys.append(f"quoted:{quoted}")
    plain = " ".join(words)
    traits = [name for name, pattern in _TRAITS if pattern.search(plain)]
    keys += [f"t:{name}" for name in traits]
    if not said or any(word in _PLAIN for word in said):
        keys += [f"nt:{name}" for name in traits]
        keys += [f"nw:{word}" for word in words]
    return sorted({_bucket(key) for key in keys})


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("’", "'"))


@lru_cache(maxsize=50_000)
def _bucket(key: str) -> int:
    return crc32(key.encode()) % BUCKETS


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) > 3:
            return word[: -len(ending)]
    return word
