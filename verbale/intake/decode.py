"""Bytes to text: by mark, by strict UTF-8, by what was declared, and only then by guess; every oddity is noted."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from verbale.intake.given import Refused
from verbale.intake.language import language_of

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
_NO_CHARSETS = frozenset(
    {"utf-7", "punycode", "idna", "mbcs", "raw-unicode-escape", "unicode-escape", "undefined", "charmap"}
)
_HIGH = re.compile(rb"[\x80-\xff]+")
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
# Bytes that are punctuation in windows-1252 (quotes, dashes, ellipsis, bullet, euro, no-break space, guillemets, signs)
_PUNCTUATION = bytes([0x80, 0x82, 0x84, 0x85, 0x8B, *range(0x91, 0x98), 0x99, 0x9B, 0xA0, 0xA3, 0xA7, 0xA9, 0xAB,
                      0xAE, 0xB0, 0xB7, 0xBB])  # fmt: skip
_STOPS = " \n.,，。、؟،"
_COMMON_CHINESE = "的一是在不了有人上中国國年日月这這为為会會表示说說"
_CENTRAL = frozenset({"pl", "cs", "sk", "hu", "hr", "bs", "sl", "ro", "sq", "sr"})
_CYRILLIC = frozenset({"ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg"})
# the code pages that prose is met in, with the languages that are written in them; the first that fits wins
_LATIN: tuple[tuple[str, frozenset[str]], ...] = (
    ("cp1254", frozenset({"tr", "az"})),
    ("cp1250", _CENTRAL),
    ("iso8859-2", _CENTRAL),
    ("cp1257", frozenset({"lt", "lv", "et"})),
    ("cp1252", frozenset()),
    ("mac_roman", frozenset()),
)
_OTHER: tuple[tuple[str, frozenset[str]], ...] = (
    ("cp1251", _CYRILLIC),
    ("koi8-u", _CYRILLIC),
    ("cp866", _CYRILLIC),
    ("cp1253", frozenset({"el"})),
    ("cp1256", frozenset({"ar", "fa", "ur"})),
    ("cp1255", frozenset({"he", "yi"})),
    ("euc_jp", frozenset({"ja"})),
    ("cp932", frozenset({"ja"})),
    ("gb18030", frozenset({"zh"})),
    ("big5", frozenset({"zh"})),
    ("cp949", frozenset({"ko"})),
    ("cp874", frozenset({"th"})),
)
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
        found = codecs.lookup(declared.strip().strip("\"'"))
    except (LookupError, ValueError):
        return None
    name = found.name
    if not getattr(found, "_is_text_encoding", True) or name.replace("_", "-") in _NO_CHARSETS:
        return None
    return _MEANT.get(name, name)


def looks_binary(sample: bytes) -> bool:
    """Say whether bytes cannot be text in any encoding: NULs or many control characters, and no UTF-16 or UTF-32."""
    if any(sample.startswith(mark) for mark, _ in _MARKS):
        return False
    if len(_CONTROL.findall(sample)) + sample.count(0) <= max(8, len(sample) // 50):
        return False
    return _wide(sample) is None


def _wide(raw: bytes) -> str | None:
    """Tell UTF-16 and UTF-32 without a mark: read that way it must be words, with the spaces or stops of prose."""
    sample = raw[: _SAMPLE - _SAMPLE % 4]
    best: tuple[int, str] | None = None
    for name, unit in (("utf-32-le", 4), ("utf-32-be", 4), ("utf-16-le", 2), ("utf-16-be", 2)):
        whole = sample[: len(sample) - len(sample) % unit]
        try:
            text = whole.decode(name)
        except UnicodeDecodeError as error:
            if error.start < len(whole) - 4:
                continue
            text = whole[: error.start].decode(name, "ignore")
        stops = sum(map(text.count, _STOPS))
        words = sum(map(str.isalnum, text))
        odd = sum(not (sign.isprintable() or sign in "\r\n\t") for sign in text)
        if (
            len(text) > 3
            and odd <= len(text) // 50
            and words > len(text) // 2
            and stops
            and (not best or stops > best[0])
        ):
            best = (stops, name)
    return best[1] if best else None


def _sample(raw: bytes) -> bytes:
    """Return bytes around the first high ones, whole lines where possible: a guess needs to see what it guesses."""
    first = _HIGH.search(raw)
    start = 0 if first is None or first.start() < _SAMPLE // 2 else first.start() - 256
    return raw[start : start + _SAMPLE]


def _ugliness(text: str) -> float:
    """Return which share of the letters beyond ASCII cannot stand where they stand: the mark of a wrong code page."""
    strange = ugly = 0
    before = " "
    for here, after in zip(text, text[1:] + " ", strict=False):
        if here > "\x7f":
            strange += 1
            if here.isalpha():
                ugly += here.isupper() and before.islower()
            elif (
                unicodedata.category(here) in {"Sm", "Sk", "So", "Cc", "Cf", "Cn", "Co", "No"}
                and here not in "©®°™№\xad"
            ):
                ugly += 1
            else:
                ugly += before.isalpha() and after.isalpha() and here not in "’‘·–—‑"
        before = here
    capitals = sum(map(str.isupper, text))
    shouted = 0.5 if capitals > 20 and capitals > 2 * sum(map(str.islower, text)) else 0.0
    return shouted + (ugly / strange if strange else 0.0)


def _fits(text: str, languages: frozenset[str]) -> bool:
    """Say whether a text is in one of the languages; for those that share their bytes, whether its signs are theirs."""
    if not languages:
        return True
    language = language_of(text)
    if language not in languages:
        return False
    letters = sum(map(str.isalpha, text))
    if language == "zh":
        return sum(map(text.count, _COMMON_CHINESE)) * 25 > letters
    if language == "ja":
        return sum("\u3040" <= sign < "\u3100" for sign in text) * 5 > letters
    if language == "ko":
        return sum("\uac00" <= sign < "\ud7a4" for sign in text) * 2 > letters
    return True


def _guess(raw: bytes) -> str:
    """Return the code page in which the bytes look like words of a language that is written in it."""
    sample = _sample(raw)
    high = b"".join(_HIGH.findall(sample))
    if not high.translate(None, _PUNCTUATION):
        return "cp1252"  # curly quotes and dashes only: English from a word processor
    latin = len(high) < len(sample) // 4
    found: list[tuple[bool, float, int, str]] = []
    for rank, (name, languages) in enumerate(_LATIN if latin else _OTHER):
        try:
            text = sample.decode(name)
        except UnicodeDecodeError as error:
            if error.start < len(sample) - 4:
                continue
            text = sample[: error.start].decode(name)
        text = text[:2000]
        ugly = _ugliness(text)
        fits = _fits(text, languages)
        if ugly < 0.3:
            found.append((not fits, round(ugly, 1), rank, name))
    if found and (latin or not min(found)[0]):
        return min(found)[3]
    from charset_normalizer import from_bytes  # slow to import and to run: only for what none of the common pages fits

    best = from_bytes(sample).best()
    return (codec_name(best.encoding) if best is not None else None) or "cp1252"


def decode(raw: bytes, declared: str | None = None) -> Decoded:
    """Return the text of bytes, its mark and NULs removed; refuse what is not text."""
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return _finish(raw[len(mark) :], name, ("byte order mark removed",))
    if looks_binary(raw[:_SAMPLE]):
        raise Refused("this is not text: it is full of control characters", "Give the article as text, HTML or JSON.")
    wide = _wide(raw) if _CONTROL.search(raw[:_SAMPLE]) or raw[:_SAMPLE].count(0) > 8 else None
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
    if (0 in head or _CONTROL.search(head)) and (wide := _wide(head)) is not None:
        return wide
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 4:
            return _guess(head)
    return "utf-8"
