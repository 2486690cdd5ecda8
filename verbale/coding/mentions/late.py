"""Name what a sentence alone could not tell, by what the rest of the document calls it: surnames, headlines, slips."""

from __future__ import annotations

from verbale.coding.mentions.found import Found
from verbale.coding.mentions.persons import Chain, Persons
from verbale.coding.mentions.reader import Reader, Scan
from verbale.coding.mentions.titles import rebind
from verbale.model import MentionKind


def name_pending(reader: Reader, scans: list[Scan], persons: Persons, day: str | None) -> None:
    """Name the runs that a sentence alone could not tell, by what the rest of the document calls them."""
    things: dict[tuple[str, ...], Found] = {}
    openings: set[tuple[str, ...]] = set()
    for scan in scans:
        for each in scan.found:
            if (
                each.form == "name"
                and each.use == "name"
                and each.kind in ("organisation", "place")
                and each.key is None
            ):
                things.setdefault(each.words, each)
                openings.update(each.words[:size] for size in range(1, len(each.words) + 1))
    _plain_surnames(reader, scans, persons)
    for scan in scans:
        at = 0
        while at < len(scan.pending):
            first, last, hint = scan.pending[at]
            at += 1
            words = tuple(scan.folds[first:last])
            if any(scan.labels[i] is not None for i in range(first, last)):
                continue
            if scan.loose:
                while (
                    at < len(scan.pending)
                    and scan.pending[at][0] == last
                    and scan.tokens[last].adjacent
                    and not scan.tokens[last - 1].poss
                ):
                    more = (*words, scan.folds[last])
                    if not persons.holding(more) is not None and more not in openings:
                        break
                    words, last = more, last + 1
                    at += 1
            thing = things.get(words)
            if thing is not None:
                made = reader.make(scan, first, last, thing.kind, "name")
                reader.label(scan, made)
                continue
            chain = _person_of(reader, scan, persons, words, first, last, day)
            if chain is None and len(words) > 1 and not scan.loose:
                # "Meanwhile Lavrov": the name is at the end of the run
                chain = persons.by_word.get(words[-1], [None])[0] if words[0] in reader.common else None
                if chain is not None:
                    first = last - 1
            if chain is not None:
                made = reader.make(scan, first, last, "person", "name")
                made.confidence = 0.9
                reader.label(scan, made)
                chain.found.append(made)
                rebind(reader, scan)
            elif hint == "place" or (hint == "person" and words[0] in reader.mid):
                surname = len(words) == 1 and words[0] not in reader.lex.phrases and persons.surnames.famous(words[0])
                kind: MentionKind = "place" if hint == "place" and not surname else "person"
                made = reader.make(scan, first, last, kind, "name")
                made.confidence = 0.6
                reader.label(scan, made)
                if kind == "place":
                    things.setdefault(words, made)
                else:
                    lone = Chain(words, [made])
                    persons.chains.append(lone)
                    persons.enter(lone, words)


def _plain_surnames(reader: Reader, scans: list[Scan], persons: Persons) -> None:
    """Find "May", "Rice", "Moon" where the document has a Theresa May: words no sentence alone would take for a name."""
    surnames = {
        word: chain
        for chain in reversed(persons.chains)
        if len(chain.words) > 1
        for word in (chain.words[-1], chain.words[0])
        if (word in reader.common or word in reader.never or word in reader.org or word in reader.lex.longest)
        and (word == chain.words[-1] or chain.words[0] not in reader.given)
    }
    if not surnames:
        return
    for scan in scans:
        if scan.loose:
            continue
        for at, token in enumerate(scan.tokens):
            if not token.cap or token.fold not in surnames or token.upper:
                continue
            label = scan.labels[at]
            if label is not None:
                continue
            after = scan.tokens[at + 1] if at + 1 < len(scan.tokens) else None
            if after is not None and after.fold[:1].isdigit():
                continue
            if after is not None and after.cap and after.adjacent and not token.poss and after.fold not in reader.never:
                continue
            if at and scan.folds[at - 1] in _BEFORE_MONTH and token.fold in reader.never:
                continue
            chain = persons.match(token.fold, None, token.start) or surnames[token.fold]
            made = reader.make(scan, at, at + 1, "person", "name")
            reader.label(scan, made)
            chain.found.append(made)
            rebind(reader, scan)


_BEFORE_MONTH = frozenset("in last this since until by next of early late from mid".split())


def _person_of(
    reader: Reader, scan: Scan, persons: Persons, words: tuple[str, ...], first: int, last: int, day: str | None
) -> Chain | None:
    if len(words) > 1:
        return persons.holding(words)
    word = words[0]
    token = scan.tokens[first]
    chain = persons.match(word, None, token.start)
    if chain is not None:
        if word in reader.common and chain.surname != word:
            return None
        if chain.surname != word and word in reader.given and chain.words[0] == word and scan.loose:
            return None
        return chain
    if word in reader.common or day is None or (first and scan.folds[first - 1] in reader.locative):
        return None
    lone = Chain((word,))
    person = persons.by_surname(lone) if len(word) > 3 or scan.loose else None
    if person is None:
        return None
    lone.person, lone.key, lone.gender = person, person.key, person.gender
    persons.chains.append(lone)
    persons.enter(lone, lone.words)
    return lone
