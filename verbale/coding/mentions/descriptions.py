"""Tell whom a title without a name means: "the Russian deputy foreign minister", "the diplomat", "the prime minister"."""

from __future__ import annotations

from bisect import bisect_left

from verbale.coding.mentions.found import Found
from verbale.coding.mentions.persons import Chain, Persons
from verbale.coding.mentions.reader import Reader, Scan
from verbale.coding.mentions.surnames import same_house
from verbale.lexicon.actors import Office

_HEADS = frozenset(
    "PRESIDENT PRIME_MINISTER CHANCELLOR MONARCH SUPREME_LEADER HEAD_OF_STATE HEAD_OF_GOVERNMENT LEADER DICTATOR "
    "GENERAL_SECRETARY REBEL_LEADER OPPOSITION_LEADER PARTY_LEADER CHIEF_MINISTER FIRST_MINISTER CROWN_PRINCE HEAD CHAIR".split()
)
_DIPLOMATS = frozenset(
    "FOREIGN_MINISTER DEPUTY_FOREIGN_MINISTER AMBASSADOR DEPUTY_AMBASSADOR ENVOY SPECIAL_REPRESENTATIVE SPOKESPERSON "
    "REPRESENTATIVE PERMANENT_REPRESENTATIVE NEGOTIATOR SECRETARY_OF_STATE DEPUTY_SECRETARY_OF_STATE HIGH_REPRESENTATIVE "
    "ASSISTANT_SECRETARY_OF_STATE UNDER_SECRETARY_OF_STATE CONSUL ATTACHE CHARGE_D_AFFAIRES DIPLOMAT MEDIATOR "
    "SECRETARY_GENERAL DEPUTY_MINISTER MINISTER".split()
)
_MILITARY = frozenset(
    "GENERAL ADMIRAL COLONEL MAJOR CAPTAIN COMMANDER ARMY_CHIEF CHIEF_OF_GENERAL_STAFF OFFICER MARSHAL".split()
)
_DETERMINERS = frozenset({"the", "this", "that"})


def _offices(chain: Chain, day: str | None, persons: Persons) -> list[tuple[str, str | None, str]]:
    """Return what the document, else the lexicon, says that a person is."""
    told = list(chain.titles())
    if chain.person is not None and (day is not None or not told):
        offices = persons.lex.offices
        for post in chain.person.posts:
            if day is not None and not post.held_on(day):
                continue
            title = post.title.casefold()
            office = offices.get(title) or _tail(offices, title)
            if office is not None:
                told.append((office.name, post.of, office.sector))
    return told


def _tail(offices: dict[str, Office], title: str) -> Office | None:
    """Return the office that a longer title ends in: "First Deputy Foreign Minister" is a deputy foreign minister."""
    words = title.split()
    phrases = (" ".join(words[start:]) for start in range(1, len(words)))
    return next((offices[phrase] for phrase in phrases if phrase in offices), None)


def fits(noun: str, wanted: str, office: str, sector: str) -> int:
    """Say how well a description ("diplomat", office DIPLOMAT) fits an office held: 0 not, 1 in kind, 2 exactly."""
    if wanted == office:
        return 2
    if wanted == "DIPLOMAT":
        return int(office in _DIPLOMATS)
    if wanted == "OFFICIAL":
        return int(sector in ("GOV", "MIL", "IGO", "SPY", "LEG", "JUD", "PTY") and office not in _HEADS)
    if wanted in ("LEADER", "HEAD_OF_STATE", "HEAD_OF_GOVERNMENT"):
        return int(office in _HEADS)
    if wanted == "MINISTER":
        return int(office.endswith("MINISTER") and office != "PRIME_MINISTER")
    if wanted in ("DEPUTY_MINISTER", "DEPUTY_FOREIGN_MINISTER"):
        return int(office.startswith("DEPUTY") and office.endswith("MINISTER"))
    if wanted == "ENVOY":
        return int(
            office
            in ("AMBASSADOR", "SPECIAL_REPRESENTATIVE", "PERMANENT_REPRESENTATIVE", "REPRESENTATIVE", "NEGOTIATOR")
        )
    if wanted in ("GENERAL", "COMMANDER", "OFFICER"):
        return int(office in _MILITARY)
    if wanted in ("SECRETARY", "CHIEF"):
        return int(wanted in office)
    if wanted == "REPRESENTATIVE":
        return int(office in ("SPOKESPERSON", "AMBASSADOR", "PERMANENT_REPRESENTATIVE"))
    if wanted == "POLITICIAN":
        return int(sector in ("LEG", "PTY", "OPP", "ELI"))
    if wanted == "HEAD":
        return int(office in ("DIRECTOR_GENERAL", "CHIEF", "DIRECTOR", "SECRETARY_GENERAL", "CHAIR"))
    if wanted == "PREMIER":
        return int(office == "PRIME_MINISTER")
    return 0


def resolve_titles(reader: Reader, scans: list[Scan], persons: Persons, day: str | None) -> None:
    """Resolve every title that has no name beside it."""
    _houses(scans, persons, day)
    offices = {id(chain): _offices(chain, day, persons) for chain in persons.chains}
    mentioned = sorted(
        ((each.start, chain) for chain in persons.chains for each in chain.found), key=lambda pair: pair[0]
    )
    unnamed = _unnamed(scans)
    home = _at_home(persons, offices, reader.home)
    for scan in scans:
        for each in list(scan.found):
            if each.form == "title":
                _title(reader, scans, scan, each, persons, offices, mentioned, unnamed, home, day)


def _at_home(
    persons: Persons, offices: dict[int, list[tuple[str, str | None, str]]], home: str | None
) -> frozenset[int]:
    """Return who heads the state of the outlet, where the text is about him as much as about others who head one."""
    if home is None:
        return frozenset()
    heads = [c for c in persons.chains if any(office in _STATE for office, _, _ in offices[id(c)])]
    most = max((len(chain.found) for chain in heads), default=0)
    return frozenset(
        id(chain)
        for chain in heads
        if 2 * len(chain.found) >= most
        and any(office in _STATE and of and same_house(of, home) for office, of, _ in offices[id(chain)])
    )


_STATE = frozenset({"PRESIDENT", "PRIME_MINISTER"})


def _houses(scans: list[Scan], persons: Persons, day: str | None) -> None:
    """Let "Putin's spokesman" belong to where Putin belongs."""
    chains = {id(each): chain for chain in persons.chains for each in chain.found}
    for scan in scans:
        for title in scan.found:
            if title.form != "title" or title.of is not None or not title.first:
                continue
            owner = scan.labels[title.first - 1]
            if owner is None or owner.kind != "person" or not scan.tokens[title.first - 1].poss:
                continue
            chain = chains.get(id(owner))
            held = (
                next(((office, of) for office, of, _ in _offices(chain, day, persons) if of), None) if chain else None
            )
            if held is None:
                continue
            seat = f"{held[1]}.PRESIDENCY"
            title.of = seat if held[0] == "PRESIDENT" and seat in persons.lex.actors else held[1]
            if title.person is not None and title.person.of is None:
                title.person.of = title.of


def _title(
    reader: Reader,
    scans: list[Scan],
    scan: Scan,
    each: Found,
    persons: Persons,
    offices: dict[int, list[tuple[str, str | None, str]]],
    mentioned: list[tuple[int, Chain]],
    unnamed: list[tuple[int, str]],
    home: frozenset[int],
    day: str | None,
) -> None:
    if each.person is not None:
        each.head = each.person.head or each.person
        each.key = each.person.key
        return
    tokens = scan.tokens
    before = _article(scan, each.first) or (scan.folds[each.first - 1] if each.first else "")
    owned = each.first > 0 and tokens[each.first - 1].poss
    definite = before in _DETERMINERS or owned or (each.of is not None and before not in ("a", "an"))
    if scan.folds[each.first] in ("second", "another", "other", "one", "senior", "top") and each.office == "OFFICIAL":
        definite = False
    behind = scan.folds[each.last] if each.last < len(scan.folds) else ""
    if behind == "of" and each.of is None and tokens[each.last].adjacent:
        each.confidence = 0.0  # "the president of the harbour board": not the one at home
        return
    weak = each.office in ("COUNTERPART", "PREDECESSOR", "SUCCESSOR")
    if weak or (not definite and each.of is None):
        each.confidence = 0.0
        return
    if before in ("a", "an", "another", "one"):
        if each.of or each.office in ("OFFICIAL", "DIPLOMAT", "SPOKESPERSON"):
            each.kind, each.form = "person", "description"
        if each.form == "title":
            each.confidence = 0.0
        return
    if each.office == "OFFICIAL" and scan.sentence.role == "headline":
        each.confidence = 0.0  # "U.S. official says": one of many, whom the text names later or not
        return
    secret = any(noun == each.noun for _, noun in unnamed[: bisect_left(unnamed, (each.start, ""))])
    acting = bool(_ACTING & {*each.words, scan.folds[each.first - 1] if each.first else ""})
    best: tuple[int, int, Chain] | None = None
    seen: set[int] = set()
    here = bisect_left(mentioned, each.start, key=lambda pair: pair[0])
    earlier = mentioned[max(0, here - 24) : here][::-1]
    later = mentioned[here : here + 24] if scan.sentence.role == "headline" or not earlier else []
    for rank, (_, chain) in enumerate(earlier + later):
        if id(chain) in seen:
            continue
        seen.add(id(chain))
        if each.gender and chain.gender and each.gender != chain.gender:
            continue
        score = 0
        houses = [of for _, of, _ in offices[id(chain)] if of]
        if acting and not any(_ACTING & set(_lead(scans, m)) for m in chain.found):
            continue
        if each.of and houses and not any(same_house(each.of, of) for of in houses):
            continue
        if not houses and each.of and each.office in _VAGUE:
            continue
        if each.office == "OFFICIAL" or (not each.of and each.office in ("EXPERT", "ANALYST", "DIPLOMAT")):
            if not _speaking(scan, chain, each):
                continue
            if each.office == "OFFICIAL" and (secret or not _reported(reader, scans, chain, each)):
                continue
        for office, of, sector in offices[id(chain)]:
            level = fits(each.noun, each.office, office, sector)
            if not level:
                continue
            if each.of and of and not same_house(each.of, of):
                continue
            score = max(
                score,
                level * 10
                + (6 if each.of and of else 0)
                + (2 if each.of == of else 0)
                - (4 if each.of and not of else 0),
            )
        if score and any(m.subject and 0 <= scan.number - m.sentence <= 1 for m in chain.found if m.start < each.start):
            score += 4
        if score and id(chain) in home and not each.of and before == "the":
            score += 10
        if score and (best is None or score - rank > best[0]):
            best = (score - rank, rank, chain)
    if best is not None and best[2].found:
        chain = best[2]
        each.kind, each.form = "person", "description"
        each.head, each.key, each.gender = chain.found[0], chain.key, chain.gender
        each.confidence = 0.8
        return
    if not each.of and (
        each.office in ("LEADER", "OFFICIAL", "CHIEF", "HEAD", "DIRECTOR", "SECRETARY") or each.noun in _COMMON_TITLES
    ):
        each.confidence = 0.0
        return
    if each.of and not each.of.startswith("?"):
        of = each.of
        holder = reader.lex.holder(each.office, of, day, each.noun) if day and each.use != "former" else None
        each.key = holder.key if holder is not None else f"{of}.{each.office}"
        each.confidence = 0.7 if holder is not None else 0.8


def _article(scan: Scan, first: int) -> str:
    """Return the "a" before a title and its adjectives: "a high level U.S. trade official"; '' where there is none."""
    for at in range(first - 1, max(first - 5, -1), -1):
        token = scan.tokens[at]
        if scan.folds[at] in ("a", "an"):
            return scan.folds[at]
        if not token.word or token.poss or token.cap or scan.folds[at] in _LINKS:
            return ""
    return ""


_LINKS = frozenset("of to in on at by for with from and or but the this that his her its their as said says".split())


def _speaking(scan: Scan, chain: Chain, each: Found) -> bool:
    """Say whether a person was a subject in this sentence or the last: only then is "the official" surely the same."""
    return any(m.subject and 0 <= scan.number - m.sentence <= 1 for m in chain.found if m.start < each.start)


_ACTING = frozenset({"acting", "interim", "caretaker"})


def _lead(scans: list[Scan], named: Found) -> list[str]:
    """Return the words right before a name."""
    return scans[named.sentence].folds[max(named.first - 4, 0) : named.first]


def _reported(reader: Reader, scans: list[Scan], chain: Chain, each: Found) -> bool:
    """Say whether a person's words were reported in this sentence or the last: who is only talked about is no "official"."""
    for named in chain.found:
        if named.start >= each.start or each.sentence - named.sentence > 1:
            continue
        folds = scans[named.sentence].folds
        after = named.last
        while after < len(folds) and folds[after] in _AUXILIARIES:
            after += 1
        if after < len(folds) and folds[after] in reader.reporting:
            return True
        lead = folds[max(named.first - 5, 0) : named.first]
        ends = named.last >= len(folds) or not scans[named.sentence].tokens[named.last].word
        if ends and any(fold in reader.reporting or fold == "according" for fold in lead):
            return True  # "…, said the deputy minister, Lars Dahl."
    return False


def _unnamed(scans: list[Scan]) -> list[tuple[int, str]]:
    """Return where somebody comes in who is described and not named ("a senior official"), with the noun."""
    found = []
    for scan in scans:
        for each in scan.found:
            if each.form != "title" or each.person is not None or each.office != "OFFICIAL":
                continue
            article = _opening(scan, each.first)
            if article is None:
                continue
            if article > 1 and scan.folds[article - 1] == "," and scan.labels[article - 2] is not None:
                continue  # "Lars Dahl, a senior official": he has a name
            found.append((each.start, each.noun))
    return sorted(found)


def _opening(scan: Scan, first: int) -> int | None:
    """Return the index of the "a" before a title and its adjectives, names of bodies among them."""
    for at in range(first - 1, max(first - 7, -1), -1):
        if scan.folds[at] in _SOME:
            return at
        if not scan.tokens[at].word or scan.tokens[at].poss or scan.folds[at] in _LINKS:
            return None
    return None


_AUXILIARIES = frozenset({"has", "had", "have", "also", "later", "then"})
_SOME = frozenset({"a", "an", "one", "another", "unnamed", "unidentified"})


_VAGUE = frozenset(
    "OFFICIAL LEADER HEAD CHIEF DIRECTOR CHAIR FOUNDER SECRETARY PRESIDENT REPRESENTATIVE DEPUTY".split()
)
"""Titles that many hold: without a known house on both sides they prove nothing."""
_COMMON_TITLES = frozenset(
    "major general private fellow chair justice captain king prince queen pilot doctor officer resident speaker judge expert "
    "commander deputy representative coordinator inspector candidate actor coach boss author founder writer editor analyst "
    "lawyer activist journalist reporter soldier scientist professor historian researcher scholar nominee refugee".split()
)
