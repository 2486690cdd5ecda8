"""A sentence as the event rules read it: words, the mentions on them, and small word groups."""

from __future__ import annotations

import re
from collections.abc import Sequence

from verbale.model import Mention, TimeExpression

_WORD = re.compile(
    r"['’]s\b|[’'](?=\s)|(?:[A-Za-z]\.){2,}|\d+(?:[.,]\d+)+|\w+(?:[-‑](?=[a-z0-9])\w+)*(?:n['’]t\b)?|[^\w\s]"
)

BE = frozenset("is are was were be been being am 's 're 'm get gets got getting".split())
HAVE = frozenset("has have had having 've".split())
DO = frozenset("do does did".split())
MODALS = frozenset("will would shall should can could may might must cannot 'll 'd".split())
NEGATIONS = frozenset(
    "not never n't no nor without neither cannot didn't doesn't don't won't wouldn't hasn't haven't "
    "hadn't isn't aren't wasn't weren't can't couldn't shouldn't".split()
)
CONTRACTED = frozenset(word for word in NEGATIONS if word.endswith("n't"))
ADVERBS = frozenset(
    "also again already always still now then later earlier soon once yet even just only recently "
    "immediately jointly once-again meanwhile however instead separately together thus therefore "
    "reportedly allegedly ever often sometimes today yesterday tonight tomorrow so far both all each long "
    "further formally first last back officially twice either rather quite too well straight all-out "
    "outright indeed simply abruptly likewise nonetheless nevertheless".split()
)
PREPOSITIONS = frozenset(
    "of in on at to with from by for against over about into near between after before during since under "
    "through across along within without despite toward towards amid among amongst around following "
    "inside outside until upon via ahead off onto beyond behind besides above below per than like because "
    "as regarding concerning including".split()
)
DETERMINERS = frozenset(
    "the a an this that these those its his her their our my your some any all both each every several "
    "many most more no two three four five six seven eight nine ten dozens hundreds thousands another "
    "other such".split()
)
SUBJECTS = frozenset("he she they it we i you".split())
PRONOUNS = frozenset("he she they it we i you him them us me himself itself themselves".split())
REFLEXIVES = frozenset("himself herself itself themselves ourselves myself".split())
SUBORDINATORS = frozenset(
    "that while when after before because since as if unless whether although though once until where "
    "whereas so but who which whom whose what why how than".split()
)
RELATIVES = frozenset("who which that".split())
BOUNDARY = frozenset(
    "that while when because if unless whether although though where whereas but who which whom what why "
    "how amid following after before since as until saying adding despite during".split()
)
REPORTING = frozenset(
    "said says say told tells announced announces added reported reports wrote according stated stressed "
    "tweeted noted insisted insists warned confirmed claimed declared declares revealed reiterated vowed pledged".split()
)
QUOTES = frozenset('"“”«»„')


CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december".split()
)


class Words:
    """The words of one sentence with the mentions and times that lie on them; offsets are the document's."""

    __slots__ = ("ends", "lows", "mention", "n", "starts", "time", "upper")

    def __init__(self, text: str, start: int, end: int) -> None:
        lows: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        upper: list[bool] = []
        self.lows, self.starts, self.ends, self.upper = lows, starts, ends, upper
        for match in _WORD.finditer(text, start, end):
            word = match.group()
            low = word.lower()
            lows.append(low if word.isascii() else low.replace("’", "'").replace("‑", "-"))
            first, last = match.span()
            starts.append(first)
            ends.append(last)
            upper.append(word[0].isupper())
        self.n = len(self.lows)
        self.mention: list[int] = [-1] * self.n
        self.time: list[int] = [-1] * self.n
        """-1 = no time; -2 = a word of the calendar that no time expression covers."""
        for i, low in enumerate(self.lows):
            if low in CALENDAR and self.upper[i]:
                self.time[i] = -2
                if low == "may" and i > 0:
                    self.lows[i] = "May"  # the month, no modal

    def lay(self, mentions: Sequence[Mention], times: Sequence[TimeExpression]) -> None:
        """Mark the words that outermost mentions and time expressions cover, by their place in the sequences."""
        for number, mention in enumerate(mentions):
            self._mark(self.mention, number, mention.span.start, mention.span.end, keep=True)
        for number, time in enumerate(times):
            self._mark(self.time, number, time.span.start, time.span.end, keep=False)

    def _mark(self, row: list[int], number: int, start: int, end: int, *, keep: bool) -> None:
        starts, ends = self.starts, self.ends
        low, high = 0, self.n
        while low < high:
            middle = (low + high) // 2
            if ends[middle] <= start:
                low = middle + 1
            else:
                high = middle
        while low < self.n and starts[low] < end:
            if not keep or row[low] < 0:
                row[low] = number
            low += 1

    def is_word(self, i: int) -> bool:
        """True for a word, False for a mark of punctuation."""
        return self.lows[i][0].isalnum()
