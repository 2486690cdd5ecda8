"""Statements whose words only point at a matter: "rejected the proposal", "denied it". It is what was spoken of just before.

The nearest statement before it in the same article says which issue that is; where none stands near, none is guessed.
"""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Mapping, Sequence

from verbale.analysis.facts import Facts, Said
from verbale.analysis.matters import about
from verbale.analysis.results import Placed
from verbale.analysis.terms import WORD, piece, pointing_words
from verbale.analysis.things import things_in

_NEAR = 600
"""So many characters before it another statement must begin."""
_POINTS = frozenset("it this that these those the such any all its their his her no".split())
"""Words one of which a content that points has, where it is not one word alone."""
_SHORT = 6
"""Words that a content that only points has at most."""
_SCORE = 0.5


def points(content: str) -> bool:
    """Say whether a content names nothing itself: "it", "the accusations", "several of those claims"."""
    words = WORD.findall(content)
    if len(words) > _SHORT or things_in(content):
        return False
    told = [piece(word)[0] for word in words]
    if _POINTS.isdisjoint(word.casefold() for word in words) and not (len(words) == 1 and told[0]):
        return False
    return all(not word or word in pointing_words() for word in told)


def pointing(said: Sequence[Said], placed: Mapping[str, Placed], facts: Facts) -> list[Placed]:
    """Return the places of statements that only point."""
    wanted = [s for s in said if points(about(s))]
    if not wanted:
        return []
    documents = {document for s in wanted for document in s.document_ids}
    of_row = {
        row: s.id
        for s in facts.said
        if s.id in placed and not documents.isdisjoint(s.document_ids)
        for row in s.attribution_ids
    }
    of_row |= {row: s.id for s in wanted for row in s.attribution_ids}
    own = {s.id for s in wanted}
    starts: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    places: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for row, words in sorted(facts.words(of_row).items()):
        told = [w for w in words if w.field == "content"]
        if told and of_row[row] in own:
            places[of_row[row]].append((told[0].document_id, told[0].start))
        elif told:
            starts[told[0].document_id].append((told[0].start, of_row[row]))
    for rows in starts.values():
        rows.sort()
    found = []
    for s in wanted:
        for document, start in sorted(places[s.id]):
            before = starts[document][: bisect.bisect_left(starts[document], (start, ""))]
            if before and start - before[-1][0] <= _NEAR:
                there = placed[before[-1][1]]
                found.append(Placed(s.id, there.issue_id, _SCORE, "points at what is told just before"))
                break
    return found
