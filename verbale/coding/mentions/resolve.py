"""Tell what points to what inside one document: surnames, titles, descriptions, pronouns, metonyms."""

from __future__ import annotations

from dataclasses import dataclass, field

from verbale.coding.mentions.found import Found
from verbale.coding.mentions.persons import Chain, Persons, same_house
from verbale.coding.mentions.scan import Scan, Scanner

_MINISTERS = frozenset({"DIPLOMAT", "OFFICIAL"})
_HE = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
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
_SAYS = frozenset(
    "said says added told tells warned stated insisted stressed announced noted claimed denied accused argued called "
    "explained urged continued concluded emphasised emphasized reiterated declared also has had is was would will".split()
)


@dataclass(slots=True)
class Resolved:
    """All mentions of a document with their heads, and the name each goes by."""

    found: list[Found] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)
    """Fullest name by identity of the head."""


def resolve(scanner: Scanner, scans: list[Scan], day: str | None) -> Resolved:
    """Resolve the scans of one document, given in text order."""
    persons = Persons(day)
    named = [each for scan in scans for each in scan.found if each.kind == "person" and each.form == "name"]
    persons.read(sorted(named, key=lambda each: (scans[each.sentence].loose, each.start)))
    persons.known()
    _pending(scanner, scans, persons, day)
    for chain in persons.chains:
        chain.found.sort(key=lambda each: each.start)
        for each in chain.found:
            each.head = chain.found[0]
            each.key, each.gender = chain.key, chain.gender
    out = Resolved()
    out.found = [each for scan in scans for each in scan.found]
    chains = {id(chain.found[0]): chain for chain in persons.chains if chain.found}
    for chain in persons.chains:
        if chain.found:
            best = max(chain.found, key=lambda each: (len(each.words), -each.start))
            out.names[id(chain.found[0])] = best.text
    _subjects(scans)
    _bodies(scans, out)
    _descriptions(scanner, scans, persons, chains, day, out)
    _pronouns(scanner, scans, chains, out)
    out.found = [each for each in out.found if _kept(each)]
    out.found.sort(key=lambda each: (each.start, -each.end))
    return out


def _kept(found: Found) -> bool:
    if found.form == "title" and found.person is None and found.head is None:
        return found.confidence > 0
    return not (found.kind == "polity" and found.use == "adjective")


# -- names ---------------------------------------------------------------------------------------------------------------


def _pending(scanner: Scanner, scans: list[Scan], persons: Persons, day: str | None) -> None:
    """Name the runs that a sentence alone could not tell, by what the rest of the document calls them."""
    things: dict[tuple[str, ...], Found] = {}
    for scan in scans:
        for each in scan.found:
            if (
                each.form == "name"
                and each.use == "name"
                and each.kind in ("organisation", "place")
                and each.key is None
            ):
                things.setdefault(each.words, each)
    for scan in scans:
        at = 0
        while at < len(scan.pending):
            first, last = scan.pending[at]
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
                    if not any(set(more) <= set(chain.words) for chain in persons.chains) and not any(
                        key[: len(more)] == more for key in things
                    ):
                        break
                    words, last = more, last + 1
                    at += 1
            thing = things.get(words)
            if thing is not None:
                made = scanner._make(scan, first, last, thing.kind, "name")
                scanner._label(scan, made)
                continue
            chain = _person_of(scanner, scan, persons, words, first, last, day)
            if chain is None and len(words) > 1 and not scan.loose:
                # "Meanwhile Lavrov": the name is at the end of the run
                chain = persons.by_word.get(words[-1], [None])[0] if words[0] in scanner.common else None
                if chain is not None:
                    first = last - 1
            if chain is not None:
                made = scanner._make(scan, first, last, "person", "name")
                made.confidence = 0.9
                scanner._label(scan, made)
                chain.found.append(made)
                scanner._rebind(scan, made)


def _person_of(
    scanner: Scanner, scan: Scan, persons: Persons, words: tuple[str, ...], first: int, last: int, day: str | None
) -> Chain | None:
    if len(words) > 1:
        return next((chain for chain in persons.chains if set(words) <= set(chain.words)), None)
    word = words[0]
    token = scan.tokens[first]
    chain = persons.match(word, None, token.start)
    if chain is not None:
        if word in scanner.common and chain.surname != word:
            return None
        if chain.surname != word and word in scanner.given and chain.words[0] == word and scan.loose:
            return None
        return chain
    if word in scanner.common or day is None or (first and scan.folds[first - 1] in scanner.locative):
        return None
    lone = Chain((word,))
    person = persons._by_surname(lone) if len(word) > 3 or scan.loose else None
    if person is None:
        return None
    lone.person, lone.key, lone.gender = person, person.key, person.gender
    persons.chains.append(lone)
    persons._index(lone, lone.words)
    return lone


def _bodies(scans: list[Scan], out: Resolved) -> None:
    """Give polities, organisations, places, groups of one document their first naming mention as head."""
    heads: dict[tuple[object, ...], Found] = {}
    initials: dict[str, Found] = {}
    naming = [each for scan in scans for each in scan.found if each.use != "part"]
    parts = [each for scan in scans for each in scan.found if each.use == "part"]
    if True:
        for each in naming + parts:
            if each.kind == "person" or each.form == "title" or each.use == "adjective":
                continue
            identity: tuple[object, ...]
            if each.kind == "polity":
                identity = ("polity", each.key)
            elif each.kind in ("organisation", "office") and each.key:
                identity = ("body", each.key)
            elif each.kind in ("organisation", "office"):
                identity = ("body", each.words[1:] if each.words[0] == "the" else each.words)
                before = "".join(word[0] for word in each.words if word not in ("of", "the", "and", "for"))
                if len(each.words) > 2:
                    initials.setdefault(before, each)
                elif len(each.words) == 1 and each.text.isupper() and each.words[0] in initials:
                    each.head = initials[each.words[0]].top()
                    continue
            elif each.kind == "group":
                identity = ("group", each.key, each.noun or each.words)
            else:
                identity = (each.kind, each.words)
            each.head = heads.setdefault(identity, each)
            head = each.head
            best = out.names.get(id(head))
            if (
                best is None
                or (each.use not in ("seat", "part") and len(each.text) > len(best) and each.form == "name")
                or (head.use == "seat" and best == head.text and each.use != "seat")
            ):
                out.names[id(head)] = each.text


def _subjects(scans: list[Scan]) -> None:
    """Mark the likely grammatical subjects: the first actor of a clause, or whoever stands beside a reporting verb."""
    for scan in scans:
        first = True
        for each in sorted(scan.found, key=lambda found: found.start):
            if each.use == "adjective" or each.form == "title" or each.kind == "place":
                continue
            after = scan.folds[each.last] if each.last < len(scan.folds) else ""
            before = scan.folds[each.first - 1] if each.first else ""
            governed = before in (
                "of",
                "to",
                "with",
                "by",
                "for",
                "from",
                "against",
                "on",
                "in",
                "at",
                "between",
                "and",
                "than",
            )
            according = before == "to" and each.first > 1 and scan.folds[each.first - 2] == "according"
            owner = scan.tokens[each.last - 1].poss
            says = after in _SAYS and not owner
            each.subject = says or according or (first and not governed and not owner)
            if each.kind != "place" and not governed:
                first = False


# -- descriptions ----------------------------------------------------------------------------------------------------------


def _offices(chain: Chain, day: str | None, persons: Persons) -> list[tuple[str, str | None, str]]:
    """Return what the document, else the lexicon, says that a person is."""
    told = list(chain.titles())
    if chain.person is not None:
        offices = persons.lex.offices
        for post in chain.person.posts:
            if day is not None and not post.held_on(day):
                continue
            title = post.title.casefold()
            office = offices.get(title) or next((o for phrase, o in _TAILS(offices, title)), None)
            if office is not None:
                told.append((office.name, post.of, office.sector))
    return told


def _TAILS(offices: dict, title: str):  # type: ignore[no-untyped-def,type-arg]  # noqa: N802
    words = title.split()
    for start in range(1, len(words)):
        phrase = " ".join(words[start:])
        if phrase in offices:
            yield phrase, offices[phrase]


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


def _descriptions(
    scanner: Scanner, scans: list[Scan], persons: Persons, chains: dict[int, Chain], day: str | None, out: Resolved
) -> None:
    offices = {id(chain): _offices(chain, day, persons) for chain in persons.chains}
    mentioned = sorted(
        ((each.start, chain) for chain in persons.chains for each in chain.found), key=lambda pair: pair[0]
    )
    for scan in scans:
        for each in list(scan.found):
            if each.form == "title":
                _title(scanner, scan, each, persons, offices, mentioned, day)
        _nouns(scanner, scan, scans, out)


def _title(
    scanner: Scanner,
    scan: Scan,
    each: Found,
    persons: Persons,
    offices: dict[int, list[tuple[str, str | None, str]]],
    mentioned: list[tuple[int, Chain]],
    day: str | None,
) -> None:
    if each.person is not None:
        each.head = each.person.head or each.person
        each.key = each.person.key
        return
    tokens = scan.tokens
    before = scan.folds[each.first - 1] if each.first else ""
    owned = each.first > 0 and tokens[each.first - 1].poss
    label = scan.labels[each.first] if each.first != each.last else None
    definite = before in _DETERMINERS or owned or (each.of is not None and before not in ("a", "an"))
    weak = each.office in ("COUNTERPART", "PREDECESSOR", "SUCCESSOR")
    if weak or (not definite and each.of is None) or (label is None and False):
        each.confidence = 0.0
        return
    if before in ("a", "an", "another", "one"):
        each.kind, each.form = (
            ("person", "description")
            if each.of or each.office in ("OFFICIAL", "DIPLOMAT", "SPOKESPERSON")
            else each.kind,
            each.form,
        )  # type: ignore[assignment]
        if isinstance(each.kind, tuple):
            each.kind, each.form = each.kind
        if each.form == "title":
            each.confidence = 0.0
        return
    best: tuple[int, int, Chain] | None = None
    seen: set[int] = set()
    earlier = [pair for pair in mentioned if pair[0] < each.start][::-1]
    later = (
        [pair for pair in mentioned if pair[0] > each.start] if scan.sentence.role == "headline" or not earlier else []
    )
    for rank, (_, chain) in enumerate(earlier[:24] + later):
        if id(chain) in seen:
            continue
        seen.add(id(chain))
        if each.gender and chain.gender and each.gender != chain.gender:
            continue
        score = 0
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
    if each.of:
        of = each.of
        if each.office == "SECRETARY_OF_STATE" and of != "USA" and "." not in of:
            pass
        holder = scanner.lex.holder(each.office, of, day) if day and each.use != "former" else None
        each.key = holder.key if holder is not None else f"{of}.{each.office}"
        each.confidence = 0.7 if holder is not None else 0.8


_COMMON_TITLES = frozenset(
    "major general private fellow chair justice captain king prince queen pilot doctor officer resident speaker judge expert "
    "commander deputy representative coordinator inspector candidate actor coach boss author founder writer editor analyst "
    "lawyer activist journalist reporter soldier scientist professor historian researcher scholar nominee refugee".split()
)
_BODY_NOUNS = frozenset(
    "alliance bloc ministry agency organisation organization council commission department union group movement court tribunal "
    "watchdog parliament company party bank fund broadcaster newspaper outlet network channel militia league assembly body "
    "faction front association tabloid daily magazine lender embassy junta".split()
)
_BODY_MODIFIERS = frozenset(
    "military western defence defense atlantic regional world global international nuclear un u.n. 27-nation 27-member militant "
    "islamist armed rebel foreign defence interior state state-run government news political security transatlantic same "
    "atomic upper lower human rights 30-member 30-nation ruling opposition".split()
)


def _nouns(scanner: Scanner, scan: Scan, scans: list[Scan], out: Resolved) -> None:
    """Find "the alliance", "the US-led military bloc", "the ministry" and the body they stand for."""
    folds, tokens, labels = scan.folds, scan.tokens, scan.labels
    for at, fold in enumerate(folds):
        if fold not in _BODY_NOUNS or tokens[at].cap:
            continue
        label = labels[at]
        if label is not None and label.use != "ministry":
            continue
        if at + 1 < len(folds) and folds[at + 1] in (
            "of",
            "led",
            "spokesman",
            "spokeswoman",
            "spokesperson",
            "chief",
            "leader",
            "official",
            "officials",
            "members",
            "leaders",
        ):
            if folds[at + 1] == "of":
                continue
        first = at
        while first > 0 and at - first < 5 and folds[first - 1] not in _DETERMINERS:
            inner = labels[first - 1]
            if (
                folds[first - 1] in _BODY_MODIFIERS
                or tokens[first - 1].text == "-"
                or folds[first - 1] in ("led", "based", "backed", "mediated")
                or (inner is not None and inner.kind == "polity" and first > 1 and folds[first] == "-")
            ):
                first -= 1
                continue
            break
        if first == 0 or folds[first - 1] not in _DETERMINERS:
            continue
        body = _antecedent(scanner, scan, scans, fold, tokens[at].start)
        if body is None:
            continue
        if label is not None:
            scanner._drop(scan, label)
            if label in out.found:
                out.found.remove(label)
        made = scanner._make(scan, first, at + 1, "organisation", "description")
        head = body.top()
        made.kind = "organisation" if head.kind in ("office", "organisation") else head.kind
        made.head, made.key, made.confidence, made.noun = head, body.key, 0.8, fold
        for i in range(first, at + 1):
            inner = labels[i]
            if inner is not None and inner in out.found and inner.head is inner:
                break
        else:
            for i in range(first, at + 1):
                inner = labels[i]
                if inner is not None and inner in out.found:
                    out.found.remove(inner)
            scanner._label(scan, made)
            out.found.append(made)


def _antecedent(scanner: Scanner, scan: Scan, scans: list[Scan], noun: str, start: int) -> Found | None:
    for number in range(scan.number, max(-1, scan.number - 12), -1):
        for each in sorted(scans[number].found, key=lambda found: -found.start):
            if each.start >= start or each.kind not in ("organisation", "office") or each.form != "name":
                continue
            actor = scanner.lex.actors.get(each.key or "")
            if (actor is not None and noun in actor.nouns) or noun in each.words:
                return each
    if scan.number <= 2:
        for later in scans[scan.number :]:
            for each in later.found:
                actor = scanner.lex.actors.get(each.key or "") if each.kind == "organisation" else None
                if actor is not None and noun in actor.nouns and each.form == "name":
                    return each
    return None


# -- pronouns --------------------------------------------------------------------------------------------------------------


def _pronouns(scanner: Scanner, scans: list[Scan], chains: dict[int, Chain], out: Resolved) -> None:
    for scan in scans:
        folds, tokens = scan.folds, scan.tokens
        for at, fold in enumerate(folds):
            if fold in _HE:
                target = _person_before(scans, scan, tokens[at].start, _HE[fold], fold)
                if target is not None:
                    made = scanner._make(scan, at, at + 1, "person", "pronoun")
                    made.head, made.key = target.top(), target.key
                    made.gender = target.gender or _HE[fold]
                    head = made.head
                    if not head.gender:
                        head.gender = _HE[fold]
                    made.subject = fold in ("he", "she")
                    made.confidence = 0.75 if fold in ("he", "she") else 0.65
                    scanner._label(scan, made)
                    out.found.append(made)
            elif (
                fold in ("they", "it")
                and at + 1 < len(folds)
                and folds[at + 1] in scanner.reporting
                and tokens[at + 1].adjacent
            ):
                target = _body_before(scans, scan, tokens[at].start, fold == "they")
                if target is not None:
                    made = scanner._make(scan, at, at + 1, target.kind, "pronoun")
                    made.head, made.key, made.confidence = target.top(), target.key, 0.6
                    scanner._label(scan, made)
                    out.found.append(made)


def _person_before(scans: list[Scan], scan: Scan, start: int, gender: str, fold: str) -> Found | None:
    best: tuple[float, Found] | None = None
    for back in range(4):
        number = scan.number - back
        if number < 0:
            break
        other = scans[number]
        if other.sentence.role == "headline" and scan.sentence.role != "headline" and number > 0:
            break
        for each in other.found:
            if each.start >= start or each.kind != "person" or (each.head is None and each.form != "description"):
                continue
            known = each.top().gender or each.gender
            if known and known != gender:
                continue
            score = 4.0 - 1.6 * back + (2.0 if each.subject else 0.0) + (0.0 if known else -0.7)
            if other.tokens[each.last - 1].poss and back == 0:
                score -= 0.5
            if back == 0 and fold in ("him", "himself") and each.subject and fold == "him":
                score -= 2.5
            score += (each.start - other.sentence.start) / 100000
            if best is None or score > best[0]:
                best = (score, each)
    return best[1] if best is not None else None


def _body_before(scans: list[Scan], scan: Scan, start: int, plural: bool) -> Found | None:
    for back in range(3):
        number = scan.number - back
        if number < 0:
            break
        options = [
            each
            for each in scans[number].found
            if each.start < start
            and each.subject
            and (each.plural if plural else each.kind in ("organisation", "polity", "office") and each.form == "name")
        ]
        if options:
            return options[-1] if back else options[0]
    return None
