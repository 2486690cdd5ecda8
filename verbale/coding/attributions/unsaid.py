"""Reporting words that report nothing: denied ones ("would not confirm that …") and deeds ("called the meeting")."""

from __future__ import annotations

import re
from functools import cache

from verbale.coding.attributions.cues import BE, is_no_verb, lexicon
from verbale.coding.attributions.found import Found, Line, Page
from verbale.coding.attributions.margins import ADJUNCTS, at_offset
from verbale.coding.attributions.mute import is_due, is_mute, is_silence, is_title
from verbale.lexicon import load_table, load_words
from verbale.lexicon.verbs import forms

_PREPOSITIONS = ADJUNCTS | frozenset("of for to on with by from against between and or that as until about".split())


@cache
def _withheld() -> frozenset[str]:
    found = set()
    for lemma in load_words("cues_withheld.txt"):
        inflected = forms(lemma)
        found.update({inflected.base, inflected.participle, inflected.gerund})
    return frozenset(found)


_SHY = frozenset("reluctant careful refrained refrains refrain avoided avoids".split())
_REFUSES = frozenset("refuse refused refuses refusing decline declined declines declining".split())


def is_withheld(page: Page, item: Found) -> bool:
    """Say whether the reporting words are denied ("would not confirm that …"): then nothing was said.

    A refusal ("declined to say whether …") is a statement of its own: what is refused begins with its "to".
    """
    if item.mode == "direct" or not item.cue or not item.content:
        return False
    line = page.lines[item.sentence]
    tokens = line.tokens
    first, last = at_offset(tokens, item.cue[0][0]), at_offset(tokens, item.cue[0][1] - 1)
    if last >= len(tokens):
        return False
    if any(tokens[i].low in _SHY for i in range(first, last + 1)) or "short of" in page.text(item.cue[0]).casefold():
        return True
    verb = next((i for i in range(last, first - 1, -1) if tokens[i].low in _withheld()), None)
    if verb is None:
        return False
    if verb >= 2 and tokens[verb - 1].low == "to" and tokens[verb - 2].low in _REFUSES:
        start = tokens[verb - 1].start
        if item.content[0][0] > start and not any(line.quoted[verb - 2 : verb + 1]):
            item.content[0] = (start, item.content[0][1])
            item.cue = [line.place(verb - 2, verb - 2)]
            item.act = "refuse"
            item.frame = [(line.sentence.start, start)]
        return False
    if _is_unable([tokens[i].low for i in range(max(verb - 5, 0), verb)]):
        return True
    before = [tokens[i].low for i in range(max(verb - 3, 0), verb)]
    return (
        any(low in {"not", "never", "neither", "nor"} or low.endswith("n't") for low in before) and "only" not in before
    )


def _is_unable(before: list[str]) -> bool:
    """Say whether somebody could not say a thing: "was not immediately able to confirm", "were unable to verify"."""
    if not before or before[-1] != "to":
        return False
    return "unable" in before or ("able" in before and any(w in {"not", "never"} or w.endswith("n't") for w in before))


@cache
def _deeds() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for row in load_table("cue_deeds.tsv"):
        for form in forms(row["lemma"]).all:
            found[form] = frozenset(row["objects"].split(","))
    return found


def is_deed(page: Page, item: Found) -> bool:
    """Say whether the object makes a deed of the reporting word: "called the meeting", "recalled its envoy"."""
    if item.cue and page.text(item.cue[0]).casefold().rpartition(" ")[2] in _SELVES:
        return True
    if item.mode == "direct" and item.rule.startswith("quote:lost-frame"):
        return _is_writing(page, item) or is_title(page, item.content[0])
    if item.mode == "direct" or not item.cue or len(item.content) != 1:
        return False
    if page.text(item.content[0]).startswith("referring to ") and "refer" not in page.text(item.cue[0]):
        return True  # “…,” he said, | referring to the envoy
    if _UNNAMED.match(page.text(item.content[0])) is not None:
        return True  # "officials, who asked | not to be identified": how they speak, not what they say
    if "request" in page.text(item.cue[0]) + page.text(item.content[0]) and _COMMENT.search(page.text(item.content[0])):
        return True  # "responded to requests for | comment"
    line = page.lines[item.sentence]
    tokens = line.tokens
    last, first = at_offset(tokens, item.cue[0][1] - 1), at_offset(tokens, item.content[0][0])
    if last == first and tokens[first].low == "to":
        last -= 1
    if last >= len(tokens) or first <= last or first >= len(tokens):
        return False
    opens = at_offset(tokens, item.cue[0][0])
    if opens >= last - 1 and is_no_verb(tokens, opens):
        return True  # "the Gulf states", "Danish support for"
    if tokens[first].low in _SELVES and tokens[last].low in _NAMING:
        return True  # "a group calling itself the Band"
    if last + 1 == first and _describes(line, item, last):
        return True
    if item.mode != "indirect":
        return False
    if _is_figure(line, last, first) or _is_contact(page, line, item, last, first):
        return True
    objects = _deeds().get(tokens[last].low)
    if objects is None:
        return False
    if "*" in objects or ("to" in objects and tokens[first].low == "to"):
        return True
    stop = at_offset(tokens, item.content[0][1] - 1)
    head = first
    while head < min(stop, len(tokens) - 1) and tokens[head + 1].word and tokens[head + 1].low not in _PREPOSITIONS:
        head += 1
    if any(tokens[at].low in BE for at in range(first, head)):
        return False  # "said there was nothing to fear": a clause, not the object of "said nothing"
    return head < len(tokens) and head - first < 6 and tokens[head].low in objects


_WRITTEN = re.compile(
    r"\b(?:signs?|banners?|placards?|posters?|plaques?|billboards?|graffiti|inscriptions?|t-shirts?|stickers?|leaflets?)\b"
    r"[^.;:\"“”]{0,90}\b(?:read|reads|reading|said|says|saying|stating|declaring|proclaiming)\W{0,4}$",
    re.I,
)
_LOOKED_BACK = 140


def _is_writing(page: Page, item: Found) -> bool:
    """Say whether marked words stand on a thing: a sign over the gate read “…”."""
    start = item.content[0][0]
    return _WRITTEN.search(page.draft.text, max(start - _LOOKED_BACK, 0), start) is not None


_GIVEN = frozenset("denied refused granted".split())
_GOVERNING = frozenset("by of with from for against over under about amid into between".split())


def _describes(line: Line, item: Found, verb: int) -> bool:
    """Say whether a past form is no report: "be denied | entry" tells of a fate, "sparked by proposed | changes" of a thing."""
    tokens = line.tokens
    first = at_offset(tokens, item.cue[0][0])
    before = tokens[verb - 1].low if verb else ""
    if tokens[verb].low in _GIVEN and before in BE and tokens[verb + 1].low != "that":
        return True
    owned = before in _GOVERNING or before.endswith(("'s", "s'"))
    return first == verb and tokens[verb].low.endswith("ed") and owned and not line.quoted[verb + 1]


_UNNAMED = re.compile(
    r"(?:not to be|to not be|to be not|that (?:he|she|they) not be) (?:further )?(?:named|identified|quoted)\b"
    r"|(?:for |on |to )?(?:anonymity|remain anonymous)"
    r"(?=\W*\Z|,? (?:because|since|as|so|in order|to|while|given|under|due|out of)\b)",
    re.I,
)
_SELVES = frozenset("himself herself itself themselves".split())
_NAMING = frozenset("call calls called calling identify identifies identified identifying describe described".split())
_COMMENT = re.compile(r"(?:^|\brequests?\s+for\s+)(?:an?\s+|further\s+|immediate\s+)?(?:comments?|interviews?)$", re.I)
_CALLS = frozenset("call calls called calling phoned".split())


def _is_figure(line: Line, last: int, first: int) -> bool:
    """Say whether a number falls: "declined to $6 million"."""
    at = first + 1 if line.tokens[first].low == "to" else first
    if line.tokens[last].low not in _REFUSES or at >= len(line.tokens):
        return False
    low = line.tokens[at].low
    return low in {"$", "€", "£"} or low[:1].isdigit()


def _is_contact(page: Page, line: Line, item: Found, last: int, first: int) -> bool:
    """Say whether a call is one by telephone: "called Netanyahu and Abbas", "Lund's call with | the premier"."""
    tokens = line.tokens
    if not any(tokens[i].low in _CALLS for i in range(max(last - 1, 0), last + 1)):
        return False
    if tokens[last].low == "with":
        return True
    towards = tokens[last].low == "to" or tokens[first].low == "to"
    start = first + 1 if tokens[first].low == "to" else first
    stop = min(at_offset(tokens, item.content[0][1] - 1), len(tokens) - 1)
    names = start
    while names <= stop and (line.named[names] or tokens[names].upper or tokens[names].low in {"and", "."}):
        names += 1
    if towards:
        return names > start and (names > stop or tokens[names].low != "to")
    if not towards and (called := _called(page, line, start, stop)) is not None:
        return called > stop or tokens[called].low in {"to", "on", "about", "and"}
    persons = {m.span.start for m in page.draft.mentions if m.kind == "person"}
    if not any(tokens[i].start in persons for i in range(start, names)):
        return False
    return names > stop or tokens[names].low in {"to", "on", "about", "that"} or tokens[names - 1].low == "and"


def _called(page: Page, line: Line, start: int, stop: int) -> int | None:
    """Return the token behind the holder of an office that a call begins with ("called | the Greek envoy to ask")."""
    tokens = line.tokens
    at = start + 1 if tokens[start].low == "the" and start < stop else start
    if at == start:
        return None
    ends = [
        m.span.end
        for m in page.draft.mentions
        if m.span.start == tokens[at].start and m.form in {"title", "description"} and m.kind in {"person", "office"}
    ]
    return at_offset(tokens, max(ends)) if ends else None


_MIGHT = frozenset("can could may might".split())
_PICTURE = re.compile(
    r"(?:(?:an?|the|some|his|her|their) )?(?:[\w-]+ ){0,3}?(?:footage|photos?|photographs?|images?|pictures?|imagery|videos?)\b"
    r"(?! (?:agency|journalist|editor|company))",
    re.I,
)
_NO_ONE = re.compile(r"(?i:none of |nobody|no one|neither |not one )|(?i:no) [a-z]|No [A-Z][a-z]")
"""Not "No 10", the house."""


def is_supposed(page: Page, item: Found) -> bool:
    """Say whether nothing was said yet, or nobody said it: "may seek changes", "if they reject the pact", "none has cited"."""
    if is_mute(page, item):
        return True
    if item.mode == "direct" or not item.cue:
        return False
    if item.speaker is not None and _NO_ONE.match(page.text(item.speaker)) is not None:
        return True
    if is_due(page, item) or is_silence(page, item):
        return True
    if item.speaker is not None and _PICTURE.match(page.text(item.speaker)) is not None:
        return True  # "a photo shows the tanker": it says nothing
    line = page.lines[item.sentence]
    tokens = line.tokens
    first = at_offset(tokens, item.cue[0][0])
    if first >= len(tokens):
        return False
    start = (
        at_offset(tokens, item.speaker[0]) if item.speaker is not None and item.speaker[0] < item.cue[0][0] else first
    )
    if _is_asked(line, start) or _is_question(page, line, start):
        return True
    words = page.text(item.cue[0]).casefold().split()
    if _is_strong_word(words[-1]):
        return False
    if words[0] in _MIGHT or (first and tokens[first - 1].low in _MIGHT):
        return True
    return start > 0 and tokens[start - 1].low in {"if", "unless", "should"} and not line.quoted[start - 1]


_ASKS = frozenset("ask asked asks asking question questioned press pressed wonder wondered quizzed".split())


def _is_asked(line: Line, start: int) -> bool:
    """Say whether a clause is what somebody asks: "asked if Iran had promised", "whether Moscow had threatened to leave"."""
    tokens = line.tokens
    if not 0 < start < len(tokens) or line.quoted[start - 1]:
        return False
    before = tokens[start - 1].low
    return before == "whether" or (before == "if" and any(t.low in _ASKS for t in tokens[: start - 1]))


_INTERROGATIVE = frozenset(
    "what who whom why how when where which did does do is are was were has have will would".split()
)


_INVERTS = frozenset("did does do can could will would should may might is are was were has have had".split())
_SUPPOSES = frozenset("why how when where".split())
"""Words whose questions take for granted that it was said: "why did Lund refuse?"."""


def _is_question(page: Page, line: Line, start: int) -> bool:
    """Say whether a sentence itself asks: "What did the court say?", "But would Lund accept that?"."""
    tokens = line.tokens
    text = page.draft.text[line.sentence.start : line.sentence.end].rstrip()
    if not text.endswith("?") or any(line.quoted):
        return False
    if start > 0 and tokens[start - 1].low in _INVERTS and not any(t.low in _SUPPOSES for t in tokens[:start]):
        return True
    if start == 0 and tokens[0].low in {"who", "which"}:
        return True
    inverted = any(t.low in {"did", "does", "do", "has", "have", "is", "are", "will"} for t in tokens[1:3])
    return tokens[0].low in _INTERROGATIVE and (
        inverted or tokens[0].low in {"did", "does", "do", "has", "have", "will"}
    )


def _is_strong_word(word: str) -> bool:
    return any(entry.strong for split, entry in lexicon().get(word, ()) if len(split) == 1)
