"""What the trained tagger finds, laid beside what the rules find: the tagger reads paraphrase, the rules keep words exact."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from functools import cache

from verbale.coding.attributions.cues import lexicon
from verbale.coding.attributions.found import Found, Line, Page, Place, line_at, overlap
from verbale.coding.attributions.indirect import addressee_after
from verbale.coding.attributions.margins import settle, whole_quotation
from verbale.coding.attributions.quotes import Quote
from verbale.coding.attributions.quoting import handed_over
from verbale.coding.attributions.speakers import is_speaker_like
from verbale.coding.attributions.turns import follow_on, join_turns, without_echoes
from verbale.coding.attributions.unsaid import is_deed, is_supposed, is_withheld
from verbale.language import TaggedAttribution, Tagger
from verbale.lexicon import load_words
from verbale.lexicon.verbs import forms
from verbale.model import Act, Mode

_LEADS = frozenset({"that", ":", ","})
_NOBODY = frozenset("we i you which that who it they us them the".split())
SURE = 0.6
"""What a report by a weak word ("wants", "hopes for", "sees") needs, where no rule knows it."""
LEAST = 0.3
"""Below this probability a finding of the tagger alone is left out: wishes, fears and labels, more often than speech."""


def _trim(page: Page, place: Place) -> Place | None:
    """Cut "that", blanks and loose marks off the beginning of a content."""
    text = page.draft.text
    start, end = place
    while start < end and (text[start].isspace() or text[start] in ",:;–—-"):
        start += 1
    if text[start : start + 5].casefold() == "that ":
        start += 5
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:–—-"):
        end -= 1
    if (
        end > start
        and text[end - 1] == "."
        and not text[start:end].endswith(("U.S.", "U.N.", "U.K.", "Jr.", "a.m.", "p.m."))
    ):
        end -= 1
    return (start, end) if start < end else None


def _quote_of(quotes: list[Quote], starts: list[int], place: Place) -> Quote | None:
    """Return the quotation that a content piece is, give or take its marks and a stop."""
    index = bisect_right(starts, place[0] + 2) - 1
    for quote in quotes[max(index, 0) : index + 2]:
        if quote.start - 1 <= place[0] <= quote.inner_start + 1 and abs(quote.end - place[1]) <= 3:
            return quote
    return None


def _mode(pieces: list[tuple[Place, Quote | None]], quotes: list[Quote]) -> Mode:
    if pieces and all(quote is not None for _, quote in pieces):
        return "direct"
    for (start, end), _ in pieces:
        if any(q.start < end and start < q.end and min(q.end, end) - max(q.start, start) > 2 for q in quotes):
            return "mixed"
    return "indirect"


def _act(page: Page, cue: Place | None) -> tuple[Act, str, str]:
    """Return the act of the reporting words, their lemma and frame."""
    if cue is None:
        return "assert", "", "that"
    words = page.text(cue).casefold().split()
    entries = lexicon()
    best: tuple[Act, str, str] = ("assert", "", "that")
    for index, word in enumerate(words):
        for split, entry in entries.get(word.strip(",.;:"), ()):
            if tuple(w.strip(",.;:") for w in words[index : index + len(split)]) == split:
                best = (entry.act, entry.lemma, entry.frame)
                break
    return best


def _addressee(page: Page, line: Line, cue: Place, frame: str, content: list[Place]) -> Place | None:
    if frame not in {"tell", "np-to"}:
        return None
    index = next((i for i, t in enumerate(line.tokens) if t.start >= cue[1]), None)
    if index is None:
        return None
    end = addressee_after(line, index, len(line.tokens) - 1)
    if end < index:
        return None
    if line.tokens[index].low in {"a", "an"} and not is_speaker_like(line.tokens, index, end, line.named):
        return None  # "urged a return to the table"
    place = line.place(index, end)
    return place if not any(a < place[1] and place[0] < b for a, b in content) else None


def find_learned(page: Page, tagger: Tagger) -> list[Found]:
    """Return the tagger's attributions in text order, their contents trimmed to words and quotations to their inside."""
    lines = page.lines
    if not lines:
        return []
    sentences = [(line.sentence.start, line.sentence.end) for line in lines]
    quotes = [q for q in page.quotes if q.depth == 0]
    starts = [q.start for q in quotes]
    found = []
    for tagged in tagger.tag_document(page.draft.text, sentences):
        made = _made(page, lines, quotes, starts, tagged, tagger.name)
        if made is not None:
            found.append(made)
    return found


def _made(
    page: Page, lines: list[Line], quotes: list[Quote], starts: list[int], tagged: TaggedAttribution, model: str
) -> Found | None:
    pieces: list[tuple[Place, Quote | None]] = []
    for place in tagged.content:
        quote = _quote_of(quotes, starts, place)
        if quote is not None and quote.inner_end - quote.inner_start > 1:
            pieces.append(((quote.inner_start, quote.inner_end), quote))
        elif (trimmed := _trim(page, place)) is not None:
            pieces.append((trimmed, None))
    if not pieces:
        return None
    mode = _mode(pieces, quotes)
    if mode != "direct":
        pieces = [((q.start, q.end) if q else place, q) for place, q in pieces]
    content = [place for place, _ in pieces]
    cue = tagged.cue[0] if tagged.cue else None
    act, lemma, frame = _act(page, cue)
    line = lines[line_at(lines, cue[0] if cue else content[0][0])]
    source = _without_extras(page, tagged.source[0]) if tagged.source else None
    low, high = line.sentence.start, line.sentence.end
    return Found(
        mode=mode,
        act=act,
        content=content,
        cue=[cue] if cue else [],
        speaker=source,
        rule=f"{model}:{lemma}" if lemma else model,
        confidence=tagged.probability,
        sentence=line.number,
        addressee=_addressee(page, line, cue, frame, content) if cue else None,
        frame=_outside((low, high), content),
        read_end=content[-1][1],
    )


_EXTRA = re.compile(r",\s+(?:who|which|whose|where|when|speaking|citing|asked)\b")
_SHORTENED = re.compile(r"^(I|we|he|she|it|you|they|who|that)['’](?:ve|d|ll|m|re)$", re.I)
"""What is left of a verb behind a pronoun: "he’d said", "they've signalled"."""
_LATE = re.compile(r"(?<!\s)\s+(?:today|yesterday|tonight|also|then|later|earlier|now|again|on|in|at)$", re.I)


def _without_extras(page: Page, place: Place) -> Place:
    """Cut relative clauses and days off the end of a speaker's phrase."""
    words = page.text(place)
    if (match := _EXTRA.search(words)) is not None and match.start() > 1:
        words = words[: match.start()]
    for time in page.draft.times:
        if place[0] < time.span.start and time.span.end >= place[0] + len(words) > time.span.start:
            words = words[: time.span.start - place[0]].rstrip()
    while (match := _LATE.search(words)) is not None and match.start() > 1:
        words = words[: match.start()]
    words = _SHORTENED.sub(r"\1", words.rstrip(" ,").removesuffix("'s").removesuffix("’s"))
    return place[0], place[0] + max(len(words), 1)


def _outside(whole: Place, content: list[Place]) -> list[Place]:
    """Return the parts of a sentence that are not content: the narrator's words."""
    parts = []
    start = whole[0]
    for a, b in sorted(content):
        if a > start:
            parts.append((start, min(a, whole[1])))
        start = max(start, b)
    if start < whole[1]:
        parts.append((start, whole[1]))
    return [(a, b) for a, b in parts if a < b]


def _stands_alone(item: Found, page: Page, others: list[Found]) -> bool:
    """Say whether a finding of the tagger alone is a report of speech that a reader would write down.

    Its corpus counts wishes, plans and labels too; they stay only where the tagger is sure and somebody in particular
    holds them.
    """
    if item.confidence < LEAST:
        return False
    speaker = page.text(item.speaker).casefold() if item.speaker else ""
    strong = is_strong(page, item)
    if speaker in _NOBODY and not (strong and speaker in {"it", "they"}):
        return False
    if not speaker:
        return item.mode == "direct" or (strong and item.confidence >= 0.5)
    if any(_inside(item.cue, [(q.start, q.end)]) for q in page.quotes if q.depth == 0):
        return strong and item.confidence >= 0.6  # inside somebody's own words
    if not strong and item.confidence < (LEAST if is_heard(page, item) else SURE):
        return False
    if not strong and any(_inside(item.cue, other.content) for other in others):
        return False
    return not any(_inside(item.content, other.content) and _same_cue(item, other) for other in others)


def _inside(inner: list[Place], outer: list[Place]) -> bool:
    return bool(inner) and all(any(a <= start and end <= b for a, b in outer) for start, end in inner)


def is_strong(page: Page, item: Found) -> bool:
    """Say whether the reporting words are such as need no "that"."""
    words = page.text(item.cue[0]).casefold().split() if item.cue else []
    return "according" in words or any(
        entry.strong for word in words for _, entry in lexicon().get(word.strip(",.;:"), ())
    )


@cache
def _heard() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the forms of verbs that tell of words, by their first word."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for lemma in load_words("cues_heard.txt"):
        for form in forms(lemma).all:
            words = tuple(form.split())
            found.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(set(items))) for first, items in found.items()}


def is_heard(page: Page, item: Found) -> bool:
    """Say whether the reporting words tell of speech rather than of a wish or a deed."""
    words = page.text(item.cue[0]).casefold().split() if item.cue else []
    return any(
        tuple(words[index : index + len(form)]) == form
        for index, word in enumerate(words)
        for form in _heard().get(word, ())
    )


_BESIDE = ("quote:after", "quote:inverted", "quote:before", "quote:headline", "quote:signed", "turn:")
"""Rules of quotations whose reporting words, or the speaker's name, stand right beside them."""


def combine(page: Page, direct: list[Found], indirect: list[Found], learned: list[Found]) -> list[Found]:
    """Lay the three beside each other.

    A quotation keeps the rules' exact words and, where its reporting words stand right beside it, their speaker; what
    else the tagger found stands as it is; a rule's report that the tagger passed over stays only when its frame is
    unmistakable ("said that", "told the council that").
    """
    result: list[Found] = []
    used: set[int] = set()
    for item in direct:
        # the tagger may hold several quotations of one turn together: it can be the twin of each
        near = [other for other in learned if overlap(item.content, other.content)]
        twin = max(near, key=lambda t: (_covered(item, [t]), _share(item, t)), default=None)
        if twin is not None and _covered(item, [twin]) < 0.7:
            twin = None
        if twin is None:
            result.append(item)
            continue
        if item.rule == "quote:lost-frame" and twin.mode == "mixed" and _is_fragment(item, twin):
            continue  # shouting "…" before they fired: quoted by whoever tells it
        used.add(id(twin))
        beside = item.rule.startswith(_BESIDE)
        if (
            (item.speaker is None or not beside)
            and twin.speaker is not None
            and not overlap([twin.speaker], item.content)
        ):
            item.speaker, item.cue, item.frame = twin.speaker, twin.cue or item.cue, twin.frame or item.frame
            item.act, item.same_speaker_as, item.rule = twin.act, None, f"{item.rule}+{twin.rule}"
            item.addressee = item.addressee or twin.addressee
        item.confidence = max(item.confidence, twin.confidence)
        result.append(item)
        if (told := _told_before(page, item, twin) or _told_beside(page, item, twin, direct)) is not None:
            result.append(told)
    ruled: set[int] = set()
    doubtful: list[Found] = []
    for item in learned:
        if id(item) in used:
            continue
        if _covered(item, direct) >= 0.8:
            if _tells_another(page, item, direct):
                item.mode = "indirect"
                doubtful.append(item)
            continue
        near = [i for i in indirect if id(i) not in ruled and overlap(item.content, i.content)]
        twin = max(near, key=lambda i: _alike(item, i), default=None)
        if twin is not None and _alike(item, twin) >= 0.5:
            ruled.add(id(twin))
            if twin.mode == "direct":
                item.content, item.mode = twin.content, "direct"
            elif twin.rule.startswith("noun:") and _inside(twin.cue, item.content):
                # "nobody answered Cairo's complaint that …": what was said is the clause, not the complaint
                item.content, item.mode, item.cue, item.act = twin.content, twin.mode, twin.cue, twin.act
            elif item.mode != "direct" and _better(twin) and (_share(item, twin) >= 0.5 or _size(twin) > _size(item)):
                # the rules know where an addressee ends and a clause begins; the tagger's corpus draws that otherwise
                item.content = _cut_short(page, twin.content, item.content)
                item.mode = twin.mode
            if _inside(item.cue, item.content) and twin.cue:
                item.cue, item.act = twin.cue, twin.act
            if item.speaker is None or twin.rule.startswith("noun:"):
                item.speaker = twin.speaker  # a noun's owner stands beside it
            item.addressee = twin.addressee or item.addressee
            item.through = item.through or twin.through
            item.frame = twin.frame
            item.confidence = max(item.confidence, 0.7)
            item.rule = f"{item.rule}+{twin.rule}"
        elif not _stands_alone(item, page, result):
            doubtful.append(item)
            continue
        result.append(item)
    for item in indirect:
        if id(item) in ruled or item.confidence < 0.8:
            continue
        if any(_share(item, other) > 0.3 or _same_cue(item, other) for other in result):
            continue
        result.append(item)
    result = join_turns(page, [item for item in result if not _unsaid(page, item)])
    for item in result:
        settle(page, item)
        _cut_off(page, item)
        whole_quotation(page, item)
    follow_on(page, result)
    result = without_echoes(page, _without_parts(handed_over(page, result)))
    # nobody judges them where the network of acts is not asked
    return result if page.draft.fast else [*result, *_open(page, doubtful, result)]


def _open(page: Page, doubtful: list[Found], others: list[Found]) -> list[Found]:
    """Return what may be a report besides, each told apart from the others and marked as doubtful."""
    kept: list[Found] = []
    for item in sorted(doubtful, key=lambda f: (-f.confidence, f.content)):
        if item.mode == "direct":
            continue  # marks whose reporting words no rule knows: scare quotes, more often than not
        known = any(_share(item, other) > 0.6 or _same_cue(item, other) for other in (*others, *kept))
        if known or _unsaid(page, item):
            continue
        settle(page, item)
        _cut_off(page, item)
        item.doubtful = True
        kept.append(item)
    return sorted(kept, key=lambda f: f.content)


def _told_before(page: Page, quote: Found, twin: Found) -> Found | None:
    """Return what the tagger holds together with a quotation, told in the narrator's words in the sentence before it."""
    text, start = page.draft.text, quote.content[0][0]
    if quote.rule.split("+")[0] != "quote:lost-frame" or not twin.cue or twin.cue[0][1] > twin.content[0][0]:
        return None
    low = twin.content[0][0]
    told = text[low:start].rstrip(" \n\"“”‘’'")
    if len(told) < _TOLD or told[-1] not in ".!?" or any(mark in told for mark in '"“”'):
        return None
    place = (low, low + len(told) - 1)
    return replace(twin, content=[place], mode="indirect", frame=[f for f in twin.frame if f[1] <= low])


def _contents(found: list[Found]) -> list[Place]:
    return [place for item in found for place in item.content]


def _tells_another(page: Page, item: Found, direct: list[Found]) -> bool:
    """Say whether a quotation tells, by reporting words of its own, what somebody else says: "Hamas says that …"."""
    if item.speaker is None or not item.cue or page.text(item.speaker).casefold() in _NOBODY:
        return False
    return _inside([*item.content, *item.cue], _contents(direct))


def _told_beside(page: Page, quote: Found, twin: Found, direct: list[Found]) -> Found | None:
    """Return what the tagger holds together with a quotation, told in the narrator's words before its reporting words.

    “The deal was dead, he said. “We tried.”” is two reports: one told, one quoted.
    """
    if quote.rule.split("+")[0] != "quote:lost-frame" or not twin.cue:
        return None
    rest = [place for place in twin.content if place[1] <= twin.cue[0][0] and not overlap([place], _contents(direct))]
    if not rest or sum(end - start for start, end in rest) < _TOLD:
        return None
    mixed = any(q.start < end and start < q.end for q in page.quotes if q.depth == 0 for start, end in rest)
    return replace(
        twin, content=rest, mode="mixed" if mixed else "indirect", same_speaker_as=None, read_end=rest[-1][1]
    )


_TOLD = 15
"""Characters from which on what is told before a quotation is a report of its own."""


def _is_fragment(quote: Found, whole: Found) -> bool:
    """Say whether a quotation stands in the middle of a much longer report."""
    start, end = quote.content[0]
    return (
        len(quote.content) == 1
        and _size(whole) > 3 * _size(quote)
        and any(a + 12 < start and end + 12 < b for a, b in whole.content)
    )


def _unsaid(page: Page, item: Found) -> bool:
    return is_withheld(page, item) or is_deed(page, item) or is_supposed(page, item)


def _without_parts(found: list[Found]) -> list[Found]:
    """Leave out a finding where another by the same reporting words holds its content and more."""
    by_cue: dict[tuple[Place, ...], list[Found]] = {}
    for item in found:
        by_cue.setdefault(tuple(item.cue), []).append(item)
    return [
        item
        for item in found
        if item.mode == "direct"
        or not item.cue
        or not any(
            _size(item) < _size(other) and _inside(item.content, other.content) for other in by_cue[tuple(item.cue)]
        )
    ]


_GOES_ON = re.compile(r"\s*+(?:[;:–—]|,\s+(?:and|but|while|yet)\b)|\s+(?:and|but|while|yet)\b")


def _cut_short(page: Page, ruled: list[Place], read: list[Place]) -> list[Place]:
    """End a rule's content where the tagger ends it, if another clause begins there ("… next week and vowed to …")."""
    end = read[-1][1]
    start, stop = ruled[-1]
    if start < end < stop and _GOES_ON.match(page.draft.text, end):
        return [*ruled[:-1], (start, end)]
    return ruled


_ADDED = re.compile(
    r"\s*+(?:[;:–—(]|,(?!\s+(?:who|whom|whose|which|if|unless|provided|on (?:the )?condition|in (?:return|exchange))\b))|"
    r"\s+(?:as|after|while|before|despite|even|although|though|when|following|according|amid|just|shortly|saying|noting|adding)\b"
)
"""What a writer adds to words begins like this, and not with what they depend on."""


def _cut_off(page: Page, item: Found) -> None:
    """End a content where the tagger ends it, if rules have gone on: of 492 such ends that readers judged it was right in 354."""
    start, end = item.content[-1]
    cut = item.read_end
    if item.mode == "direct" or cut is None or not start < cut < end or _ADDED.match(page.draft.text, cut) is None:
        return
    if any(quote.start < cut < quote.end - 1 for quote in page.quotes):
        return
    if any(
        time.span.end >= end - 1 and page.draft.text[cut : time.span.start].count(" ") <= 2 for time in page.draft.times
    ):
        return  # a day at the end is the rules' to judge: "wanted a vote | on Monday"
    item.content[-1] = (start, cut)


def _better(twin: Found) -> bool:
    """Say whether a rule's borders are to be trusted over the tagger's: not a noun's, whose clause may be a subject."""
    return not twin.rule.startswith("noun:")


def _size(item: Found) -> int:
    return sum(end - start for start, end in item.content)


def _covered(item: Found, others: list[Found]) -> float:
    """Return how much of a content is other items' content."""
    return overlap(item.content, _contents(others)) / max(_size(item), 1)


def _alike(first: Found, second: Found) -> float:
    return max(_share(first, second), 0.6 if _same_cue(first, second) and _share(first, second) > 0.2 else 0.0)


def _same_cue(first: Found, second: Found) -> bool:
    return any(a[0] < b[1] and b[0] < a[1] for a in first.cue for b in second.cue)


def _share(first: Found, second: Found) -> float:
    """Return the overlap of two contents over their union, in characters."""
    both = overlap(first.content, second.content)
    either = _size(first) + _size(second) - both
    return both / either if either else 0.0
