"""Bytes to text: by mark, by strict UTF-8, by what was declared, and only then by guess; every oddity is noted."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from verbale.intake.given import Refused

_SAMPLE = 16 * 1024
"""Bytes that the guesser sees: it tries dozens of code pages, and a page of prose is enough for it."""

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What pages declare and what browsers, and so their authors, take it to mean (WHATWG Encoding Standard).
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "tis-620": "cp874",
}
_HIGH = re.compile(rb"[\x80-\xff]+")
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
# Bytes that are punctuation in windows-1252 (quotes, dashes, ellipsis, bullet, euro, no-break space, guillemets, signs)
_PUNCTUATION = bytes([0x80, 0x82, 0x84, 0x85, 0x8B, *range(0x91, 0x98), 0x99, 0x9B, 0xA0, 0xA3, 0xA7, 0xA9, 0xAB,
                      0xAE, 0xB0, 0xB7, 0xBB])  # fmt: skip
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, and what had to be done to get it."""

    text: str
    notes: tuple[str, ...] = ()


def clean(text: str) -> Decoded:
    """Remove the BOM and NULs, replace lone surrogates (no database takes them), and say so."""
    notes: list[str] = []
    if text.startswith("\ufeff"):
        text = text[1:]
        notes.append("byte order mark removed")
    if nuls := text.count("\x00"):
        text = text.replace("\x00", "")
        notes.append(f"{nuls} NUL{'s' if nuls > 1 else ''} removed")
    text, lone = _SURROGATE.subn("\ufffd", text)
    if lone:
        notes.append(f"{lone} lone surrogate{'s' if lone > 1 else ''} replaced")
    return Decoded(text, tuple(notes))


def codec_name(declared: str) -> str | None:
    """Return the codec that a declared charset means, None where there is none of that name."""
    try:
        name = codecs.lookup(declared.strip().strip("\"'")).name
    except (LookupError, ValueError):
        return None
    if name in {"utf-7", "rot13", "base64", "hex", "bz2", "zlib", "uu", "quopri", "punycode", "idna", "mbcs",
                "raw-unicode-escape", "unicode-escape", "undefined", "charmap"}:  # fmt: skip
        return None
    return _MEANT.get(name, name)


def looks_binary(sample: bytes) -> bool:
    """Say whether bytes cannot be text in any encoding: many control characters, or NULs in no UTF-16 or UTF-32 order."""
    if not sample:
        return False
    if any(sample.startswith(mark) for mark, _ in _MARKS):
        return False
    if len(_CONTROL.findall(sample)) > max(2, len(sample) // 50):
        return True
    return sample.count(0) > max(8, len(sample) // 20) and _wide(sample) is None


def _wide(raw: bytes) -> str | None:
    """Tell UTF-16 and UTF-32 without a mark by where their zero bytes stand (ASCII signs have them in any script)."""
    sample = raw[: _SAMPLE - _SAMPLE % 4]
    count = len(sample)
    if count < 8 or sample.count(0) < count // 20:
        return None
    zeros = [sample[i::4].count(0) * 4 / count for i in range(4)]
    if zeros[0] > 0.9 and zeros[1] > 0.9 and zeros[3] < 0.5:
        return "utf-32-be"
    if zeros[3] > 0.9 and zeros[2] > 0.9 and zeros[0] < 0.5:
        return "utf-32-le"
    even, odd = (zeros[0] + zeros[2]) / 2, (zeros[1] + zeros[3]) / 2
    if odd > 0.05 and odd > 4 * even:
        return "utf-16-le"
    if even > 0.05 and even > 4 * odd:
        return "utf-16-be"
    return None


def _sample(raw: bytes) -> bytes:
    """Return bytes around the first high ones, whole lines where possible: a guess needs to see what it guesses."""
    first = _HIGH.search(raw)
    start = 0 if first is None or first.start() < _SAMPLE // 2 else first.start() - 256
    return raw[start : start + _SAMPLE]


def _guess(raw: bytes) -> str:
    sample = _sample(raw)
    high = b"".join(_HIGH.findall(sample))
    if not high.translate(None, _PUNCTUATION):
        return "cp1252"  # curly quotes and dashes only: English from a word processor
    from charset_normalizer import from_bytes  # slow to import, seldom needed

    best = from_bytes(sample).best()
    name = codec_name(best.encoding) if best is not None else None
    if name in {None, "utf-8"}:
        return "cp1252"
    assert name is not None
    # single bytes amid Latin letters: the family of the page that most of Western Europe uses, unless it cannot be
    if len(high) < len(sample) // 6 and name not in {"cp1250", "iso8859-2", "cp1254", "cp1257"}:
        try:
            sample.decode("cp1252")
        except UnicodeDecodeError:
            return name
        if name.startswith(("cp125", "iso8859", "mac", "cp437", "cp85", "cp86", "cp775", "hp", "koi", "cp037", "cp1")):
            return "cp1252"
    return name


def decode(raw: bytes, declared: str | None = None) -> Decoded:
    """Return the text of bytes, its mark and NULs removed; refuse what is not text."""
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return _finish(raw[len(mark) :], name, ("byte order mark removed",))
    if looks_binary(raw[:_SAMPLE]):
        raise Refused("this is not text: it is full of control characters", "Give the article as text, HTML or JSON.")
    wide = _wide(raw) if 0 in raw[:_SAMPLE] else None
    if wide is not None:
        return _finish(raw, wide)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if "\x1b$" in text[:_SAMPLE] and codec_name(declared or "iso2022_jp") == "iso2022_jp":
            return _finish(raw, "iso2022_jp")
        return clean(text)
    text = raw.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(1 for run in _HIGH.findall(raw[: 16 * _SAMPLE]) for byte in run if byte >= 0xC0)
    if bad <= max(1, good // 20) and good > 1:
        cleaned = clean(text)
        return Decoded(cleaned.text, (f"{bad} broken UTF-8 sequence{'s' if bad > 1 else ''} replaced", *cleaned.notes))
    name_declared = codec_name(declared) if declared else None
    if name_declared is not None and name_declared != "utf-8":
        return _finish(raw, name_declared)
    return _finish(raw, _guess(raw))


def _finish(raw: bytes, name: str, notes: tuple[str, ...] = ()) -> Decoded:
    replaced = 0
    try:
        text = raw.decode(name)
    except UnicodeDecodeError:
        text = raw.decode(name, "replace")
        replaced = text.count("\ufffd")
    if name != "utf-8":
        notes = (*notes, f"decoded as {_common_name(name)}")
    if replaced:
        notes = (*notes, f"{replaced} bytes were no {_common_name(name)} and were replaced")
    cleaned = clean(text)
    return Decoded(cleaned.text, (*notes, *cleaned.notes))


def _common_name(codec: str) -> str:
    if codec.startswith("cp125"):
        return "windows-" + codec[2:]
    return {"cp932": "Shift-JIS", "cp949": "EUC-KR", "iso2022_jp": "ISO-2022-JP"}.get(codec, codec)


def encoding_of(head: bytes) -> str:
    """Return the codec to stream a source in, told from its first bytes."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return {"utf-8": "utf-8-sig", "utf-16-le": "utf-16", "utf-16-be": "utf-16"}.get(name, "utf-32")
    if 0 in head and (wide := _wide(head)) is not None:
        return wide
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 4:
            return _guess(head)
    return "utf-8"
