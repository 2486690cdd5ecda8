"""Write the built files of `verbale/lexicon/actors/` from a folder of open fact tables.

    python scripts/build_lexicon.py FOLDER

FOLDER holds `actors/open/*.gz` (office-holders, executives, leaders, event-data dictionaries, countries) and, for the list
of common words, `primary_statements/open/statements.jsonl.gz`. The hand-made tables beside the built ones are only read.
Origins and licences: `verbale/lexicon/actors/ORIGINS.md`.
"""

from __future__ import annotations

import collections
import csv
import gzip
import json
import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
ACTORS = ROOT / "verbale" / "lexicon" / "actors"
MONTHS = {
    name: number
    for number, name in enumerate(
        "january february march april may june july august september october november december".split(), 1
    )
}
COUNTRY_NAMES = {
    "Korea, South": "KOR", "Korea, North": "PRK", "Burma": "MMR", "Congo, Democratic Republic of the": "COD",
    "Congo, Republic of the": "COG", "Bahamas, The": "BHS", "Gambia, The": "GMB", "Micronesia, Federated States of": "FSM",
    "Turkey (Turkiye)": "TUR", "Czechia": "CZE", "United States of America": "USA", "People's Republic of China": "CHN",
    "Holy See (Vatican City)": "VAT", "Falkland Islands (Islas Malvinas)": "FLK", "Saint Martin": "MAF",
}  # fmt: skip
BODIES = {
    "United Nations": "UN", "NATO": "NATO", "European Commission": "EU", "European Council": "EU",
    "European Parliament": "EU", "European Union": "EU", "African Union": "AU", "International Atomic Energy Agency": "IAEA",
    "International Monetary Fund": "IMF", "World Bank": "WORLD_BANK", "World Health Organization": "UN.WHO",
    "World Trade Organization": "WTO", "OSCE": "OSCE", "Organization for Security": "OSCE", "Council of Europe": "COE",
    "Arab League": "ARAB_LEAGUE", "Commonwealth": "COMMONWEALTH", "International Court of Justice": "ICJ",
    "International Criminal Court": "ICC", "Collective Security": "CSTO", "ASEAN": "ASEAN", "OPEC": "OPEC",
}  # fmt: skip
COW = dict(
    pair.split(":")
    for pair in (
        "AAB:ATG AFG:AFG ALB:ALB ALG:DZA AND:AND ANG:AGO ARG:ARG ARM:ARM AUL:AUS AUS:AUT AZE:AZE BAH:BHR BAR:BRB BEL:BEL "
        "BEN:BEN BFO:BFA BHM:BHS BHU:BTN BLR:BLR BLZ:BLZ BNG:BGD BOL:BOL BOS:BIH BOT:BWA BRA:BRA BRU:BRN BUI:BDI BUL:BGR "
        "CAM:KHM CAN:CAN CAO:CMR CAP:CPV CDI:CIV CEN:CAF CHA:TCD CHL:CHL CHN:CHN COL:COL COM:COM CON:COG COS:CRI CRO:HRV "
        "CUB:CUB CYP:CYP CZE:CSK CZR:CZE DEN:DNK DJI:DJI DMA:DMA DOM:DOM DRC:COD DRV:VNM ECU:ECU EGY:EGY EQG:GNQ ERI:ERI "
        "EST:EST ETH:ETH ETM:TLS FIJ:FJI FIN:FIN FRN:FRA FSM:FSM GAB:GAB GAM:GMB GDR:DDR GFR:BRD GHA:GHA GMY:DEU GNB:GNB "
        "GRC:GRC GRG:GEO GRN:GRD GUA:GTM GUI:GIN GUY:GUY HAI:HTI HON:HND HUN:HUN ICE:ISL IND:IND INS:IDN IRE:IRL IRN:IRN "
        "IRQ:IRQ ISR:ISR ITA:ITA JAM:JAM JOR:JOR JPN:JPN KEN:KEN KIR:KIR KOS:XKX KUW:KWT KYR:KGZ KZK:KAZ LAO:LAO LAT:LVA "
        "LBR:LBR LEB:LBN LES:LSO LIB:LBY LIE:LIE LIT:LTU LUX:LUX MAA:MRT MAC:MKD MAD:MDV MAG:MDG MAL:MYS MAS:MUS MAW:MWI "
        "MEX:MEX MLD:MDA MLI:MLI MLT:MLT MNC:MCO MNG:MNE MON:MNG MOR:MAR MSI:MHL MYA:MMR MZM:MOZ NAM:NAM NAU:NRU NEP:NPL "
        "NEW:NZL NIC:NIC NIG:NGA NIR:NER NOR:NOR NTH:NLD OMA:OMN PAK:PAK PAL:PLW PAN:PAN PAR:PRY PER:PER PHI:PHL PNG:PNG "
        "POL:POL POR:PRT PRK:PRK QAT:QAT ROK:KOR ROM:ROU RVN:VNR RWA:RWA SAF:ZAF SAL:SLV SAU:SAU SEN:SEN SEY:SYC SIE:SLE "
        "SIN:SGP SKN:KNA SLO:SVK SLU:LCA SLV:SVN SNM:SMR SOL:SLB SOM:SOM SPN:ESP SRI:LKA SSD:SSD STP:STP SUD:SDN SUR:SUR "
        "SVG:VCT SWA:SWZ SWD:SWE SWZ:CHE SYR:SYR TAJ:TJK TAZ:TZA THI:THA TKM:TKM TOG:TGO TON:TON TRI:TTO TUN:TUN TUR:TUR "
        "TUV:TUV UAE:ARE UGA:UGA UKG:GBR UKR:UKR URU:URY USA:USA UZB:UZB VAN:VUT VEN:VEN VNM:VNM WSM:WSM YAR:YAR YEM:YEM "
        "YPR:YMD YUG:YUG ZAM:ZMB ZIM:ZWE"
    ).split()
)
"""REIGN's codes of states (Correlates of War) by our keys; RUS is the Soviet Union before 1992."""
TITLES = re.compile(
    r"^\s*(?:(?:Ambassador-designate|Charg[ée]|d['’]Affaires|[Aa]d interim|a\.i\.|A ?mbassador)\s+)+"
    r"|\b(?:Dr|Gen|Lt|Col|Maj|Brig|Adm|Ret|Capt|Sir|Dame)\.? |\(.*?\)|\".*?\"|,.*"
)
SECTORS = {"GOV", "MIL", "OPP", "REB", "ELI", "LEG", "JUD", "SPY", "COP"}
SMALL = {
    "al",
    "bin",
    "bint",
    "ibn",
    "de",
    "del",
    "della",
    "der",
    "den",
    "van",
    "von",
    "da",
    "do",
    "dos",
    "la",
    "el",
    "du",
}


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """Read the rows of a gzipped JSON-lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        for line in handle:
            yield json.loads(line)


def table(name: str) -> list[dict[str, str]]:
    """Read a hand-made table."""
    text = (ACTORS / name).read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line and not line.startswith("#")]
    return list(csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE))


def fold(name: str | None) -> str:
    """Lower-case a name and take its diacritics away."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name or "") if not unicodedata.combining(c))
    return plain.replace("’", "'").casefold()


def write(name: str, head: list[str], columns: list[str], rows: list[list[str]]) -> None:
    """Write a table with its origin and licence on top."""
    body = ["# " + line for line in head] + ["\t".join(columns)] + ["\t".join(row) for row in rows]
    (ACTORS / name).write_text("\n".join(body) + "\n", encoding="utf-8")
    print(name, len(rows), (ACTORS / name).stat().st_size)


def cased(name: str) -> str:
    """Give an all-capitals name ordinary capitals: `GUSTAVO PETRO-URREGO` to `Gustavo Petro-Urrego`."""
    out = []
    for index, word in enumerate(name.split()):
        if not word.isupper() or len(word) == 1:
            out.append(word)
        elif word.lower() in SMALL and index:
            out.append(word.lower())
        elif word.startswith(("AL-", "EL-")):
            out.append(word[:3].lower() + word[3:].title())
        elif word.startswith("MC") and len(word) > 4:
            out.append("Mc" + word[2:].title())
        else:
            out.append(re.sub(r"'S\b", "'s", word.title()))
    return " ".join(out)


def polity_keys(folder: Path) -> dict[str, str]:
    """Map country names, as the tables write them, to keys."""
    keys = {row["cca3"]: row for row in lines(folder / "actors/open/countries_odbl.jsonl.gz")}
    names = {fold(row["name"]): ("XKX" if code == "UNK" else code) for code, row in keys.items()}
    for row in table("polities.tsv"):
        for name in [row["name"], *row["aliases"].split(";")]:
            if name:
                names[fold(name)] = row["key"]
    names.update({fold(name): key for name, key in COUNTRY_NAMES.items()})
    return names


def day(text: str | None) -> str:
    """Turn "27 November 2025" into an ISO day; anything else into ''."""
    match = re.fullmatch(r"(?:(\d{1,2}) )?(?:([A-Za-z]+) )?(\d{4})", (text or "").strip())
    if match is None or (match[2] and match[2].lower() not in MONTHS):
        return ""
    if not match[2]:
        return match[3]
    month = f"{match[3]}-{MONTHS[match[2].lower()]:02d}"
    return f"{month}-{int(match[1]):02d}" if match[1] else month


class People:
    """Persons gathered from all tables, told apart by folded name."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.keys: dict[str, str] = {}
        self.aliases: dict[str, dict[str, None]] = collections.defaultdict(dict)
        self.gender: dict[str, str] = {}
        self.settled: set[str] = set()
        self.posts: dict[str, list[list[str]]] = collections.defaultdict(list)

    def add(self, name: str, key: str = "", gender: str = "", aliases: tuple[str, ...] = ()) -> str:
        """Add a person or meet them again; return their key."""
        known = self.keys.get(fold(name))
        if known is None:
            known = key or re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")
            self.names.setdefault(known, name)
        for other in (name, *aliases):
            self.keys.setdefault(fold(other), known)
            if other != self.names[known]:
                self.aliases[known][other] = None
        if gender:
            self.gender[known] = gender
        return known

    def hold(self, key: str, title: str, of: str, since: str, until: str) -> None:
        """Record that a person held an office; rows about one spell in it, a year apart at most, are one."""
        for post in self.posts[key]:
            if post[:2] == [title, of] and (not (since and post[2]) or abs(int(since[:4]) - int(post[2][:4])) <= 1):
                if key in self.settled:
                    return
                post[2] = max(since, post[2], key=len)
                post[3] = until if len(until) > len(post[3]) else post[3]
                return
        self.posts[key].append([title, of, since, until])


def short(position: str, country: str) -> tuple[str, str]:
    """Take the country out of a position: "President of Chile" to "President"; say which body it names."""
    body = next((key for name, key in BODIES.items() if name in position), "")
    for tail in (f" of the {country}", f" of {country}", f" of the {country}s"):
        if country and position.endswith(tail):
            position = position[: -len(tail)]
    if country and position.startswith(country + " "):
        position = position[len(country) + 1 :]
    position = position.replace("Minister of Foreign Affairs", "Foreign Minister")
    position = position.replace("Minister for Foreign Affairs", "Foreign Minister")
    return position[:1].upper() + position[1:], body


def gather(folder: Path) -> People:
    """Read every table of persons."""
    places = polity_keys(folder)
    people = People()
    for known in table("persons_own.tsv"):
        key = people.add(known["name"], known["key"], known["gender"], tuple(filter(None, known["aliases"].split(";"))))
        if known["title"]:
            people.hold(key, known["title"], known["of"], known["since"], known["until"])
    own = people.settled = set(people.names)
    states = {row["key"] for row in table("polities.tsv") if row["kind"] in ("state", "contested", "historical")}
    dependent = set(places.values()) - states
    for row in lines(folder / "actors/open/wikidata_positions.jsonl.gz"):
        name = re.sub(r"\s+", " ", re.sub(r"\(.*?\)|\[.*?\]|,.*", "", row["person"])).strip()
        if len(name.split()) < 2 or not name[0].isalpha():
            continue
        position, body = short(row["position"], row["country"] or "")
        of = places.get(fold(row["country"] or ""), "") or body
        key = people.add(name, row["person_qid"] or "")
        people.hold(key, position, of, row["start"] or "", row["end"] or "")
    for row in lines(folder / "actors/open/factbook_executives_by_date.jsonl.gz"):
        of = places.get(fold(row["country"] or ""), "")
        if not of or (of in dependent and row["role"] == "chief of state"):
            continue  # the head of state of a dependency is another state's
        for person in row["people"]:
            raw = TITLES.sub("", person["name"])
            words = [word for word in raw.split() if word[0].isalpha() or word[0] == "'"]
            caps = [word for word in words if word.isupper() and len(word) > 2]
            if not 2 <= len(words) <= 6 or not caps or " of the " in raw or raw.startswith("note"):
                continue
            full = cased(" ".join(words))
            aliases = []
            if words[0] not in caps and len(words) > 2:
                aliases.append(cased(f"{words[0]} {' '.join(caps)}"))
            elif words[0] in caps and len(words) > 2:
                continue  # surname first and more: the order of the parts is not told
            title = {"ambassador to the US": "Ambassador to the United States", "US ambassador": "Ambassador"}.get(
                row["role"],
                person["title"] or "",
            )
            if not title or len(title) > 40:
                continue
            holder = "USA" if row["role"] == "US ambassador" else of
            if row["role"] == "US ambassador":
                title = f"Ambassador to {row['country']}"
            key = next((people.keys[fold(n)] for n in (*aliases, full) if fold(n) in people.keys), "")
            key = people.add(people.names[key] if key else (aliases[0] if aliases else full), "", "", (full, *aliases))
            until = "" if row["last_seen"] >= "2026-01-01" else row["last_seen"]
            people.hold(key, title, holder, day(person["since"]) or row["first_seen"], until)
    with gzip.open(
        folder / "actors/open/reign_leaders_2021_03.csv.gz", "rt", encoding="utf-8", errors="replace"
    ) as handle:
        for spell in csv.DictReader(handle):
            name = re.sub(r"[^\w .'’-]| \d+(?:st|nd|rd|th) time| president of UAR", "", spell["leader"])
            name = re.sub(r"\s+", " ", name).strip()
            if len(name.split()) < 2:
                continue
            code, since = spell["stateabb"], spell["syear"]
            of = ("SUN" if since < "1992" else "RUS") if code == "RUS" else COW.get(code, "")
            key = people.add(name, gender={"0": "f", "1": "m"}.get(spell["gender"], ""))
            if key not in own:
                until = f"{spell['eyear']}-{int(spell['emonth']):02d}" if spell["emonth"].isdigit() else spell["eyear"]
                since = f"{since}-{int(spell['smonth']):02d}" if spell["smonth"].isdigit() else since
                people.hold(key, "Leader", of, since, "" if until >= "2021-03" else until)
    for row in lines(folder / "actors/open/phoenix_actors.jsonl.gz"):
        words = row["name"].split()
        codes = [c for c in row["codes"] if c["code"][3:6] in SECTORS]
        if row["kind"] != "country" or not 2 <= len(words) <= 4 or not codes or not any(c.get("from") for c in codes):
            continue
        if not re.fullmatch(r"[A-Z][A-Z .'-]+", row["name"]) or any(len(word) > 14 for word in words):
            continue
        key = people.add(cased(row["name"]), aliases=())
        if key in own or any(len(post[0]) > 3 for post in people.posts[key]):
            continue
        for code in codes:
            first, last = (str(code.get(side) or "")[:4] for side in ("from", "to"))
            state = {"KNT": "KNA", "KSV": "XKX", "TMP": "TLS"}.get(code["code"][:3], code["code"][:3])
            people.hold(key, code["code"][3:6], state, first, last)
    return people


def years(spells: list[list[str]]) -> int:
    """Return how many years all spells span together: 0 where the tables give one year only."""
    firsts = [int(post[2][:4]) for post in spells if post[2]]
    lasts = [int(post[3][:4]) if post[3] else 2014 for post in spells]
    return max(lasts) - min(firsts) if firsts else 0


def persons(folder: Path) -> None:
    """Write `persons.tsv`: everybody except those of the hand-made table, whose added posts and names are kept too."""
    people = gather(folder)
    kept = {row["name"] for row in table("persons_own.tsv")}
    ours = collections.Counter(
        row["key"] for row in table("persons_own.tsv") for name in row["aliases"].split(";") if name
    )
    rows = []
    for key, name in people.names.items():
        spells = people.posts[key]
        if all(len(post[0]) == 3 for post in spells) and name not in kept and years(spells) < 3:
            continue
        posts = ";".join("|".join(post) for post in spells)
        aliases = ";".join(list(people.aliases[key])[: max(4, ours[key])])
        slug = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")
        rows.append(["" if key == slug else key, name, aliases, people.gender.get(key, ""), posts.replace("\t", " ")])
    rows.sort(key=lambda row: (fold(row[1]), row[0]))
    write(
        "persons.tsv",
        [
            "Persons and the offices they held: `title|of|since|until`, separated by `;`. Built by scripts/build_lexicon.py.",
            "Origin and licence: Wikidata via EveryPolitician (CC0), CIA World Factbook (CC0), REIGN (MIT), Phoenix (MIT), own.",
            "A title of three capitals is only a sector (PLOVER): the source does not name the office.",
            "An empty key is the name in small letters with hyphens.",
        ],
        ["key", "name", "aliases", "gender", "posts"],
        rows,
    )


def memberships(folder: Path) -> None:
    """Write `memberships.tsv` from the Factbook (the snapshot is undated; founding dates are not in it)."""
    places = polity_keys(folder)
    wanted = {
        "NATO": "NATO", "EU": "EU", "OSCE": "OSCE", "AU": "AU", "ECOWAS": "ECOWAS", "ASEAN": "ASEAN", "SCO": "SCO",
        "CSTO": "CSTO", "CIS": "CIS", "EAEU": "EAEU", "GCC": "GCC", "LAS": "ARAB_LEAGUE", "OIC": "OIC", "OPEC": "OPEC",
        "OAS": "OAS", "G-7": "G7", "G-20": "G20", "BRICS": "BRICS", "Caricom": "CARICOM", "Mercosur": "MERCOSUR",
        "CE": "COE", "SAARC": "SAARC", "SADC": "SADC", "IGAD": "IGAD", "APEC": "APEC", "EAC": "EAC", "OECD": "OECD",
    }  # fmt: skip
    members: dict[str, list[str]] = {key: [] for key in wanted.values()}
    for row in lines(folder / "actors/open/factbook_names_igo.jsonl.gz"):
        key = places.get(fold(row["name"])) or places.get(fold(row["long"]))
        for body in row["organisations"]:
            if key and body in wanted:
                members[wanted[body]].append(key)
    write(
        "memberships.tsv",
        [
            "Members of organisations, full members only. Origin: CIA World Factbook, CC0. Undated: as the Factbook last saw it."
        ],
        ["organisation", "members"],
        [[key, ";".join(sorted(set(names)))] for key, names in sorted(members.items()) if names],
    )


def places(folder: Path, common: set[str]) -> None:
    """Write `places_phoenix.tsv`: towns, provinces, rivers that Phoenix lists under a country."""
    known = {fold(row["name"]) for row in table("places.tsv")}
    given = {fold(row["name"]) for row in table("given_names.tsv")}
    for polity in table("polities.tsv"):
        for column in ("name", "aliases", "adjectives", "demonyms", "seats"):
            known.update(fold(name) for name in polity[column].split(";"))
    count: collections.Counter[str] = collections.Counter()
    found: dict[str, str] = {}
    polities = {row["key"]: row for row in table("polities.tsv")}
    for row in lines(folder / "actors/open/phoenix_actors.jsonl.gz"):
        code = row["codes"][0]["code"][:3] if row["codes"] else ""
        code = next((c["code"] for c in row["codes"] if len(c["code"]) == 3 and c["code"] in polities), code)
        if row["kind"] != "country" or code not in polities or fold(row["name"]) not in known:
            continue
        stems = {fold(name)[:4] for name in [polities[code]["name"], *polities[code]["adjectives"].split(";")] if name}
        for alias in row["aliases"]:
            name = fold(alias)
            if (
                len(name) < 5
                or name in known
                or name in given
                or name[:4] in stems
                or not re.fullmatch(r"[a-z' -]+", name)
            ):
                continue
            if any(word in common for word in name.split()) or len(name.split()) > 3:
                continue
            count[name] += 1
            found[name] = code
    rows = [
        [" ".join(cased(w.upper()) for w in name.split()), code] for name, code in found.items() if count[name] == 1
    ]
    write(
        "places_phoenix.tsv",
        ["Towns, provinces, rivers by country. Origin: Phoenix dictionaries (openeventdata/Dictionaries), MIT."],
        ["name", "polity"],
        sorted(rows),
    )


def odbl(folder: Path) -> None:
    """Write `polities_odbl.tsv`: official and other names, small territories, as a separate ODbL database."""
    own = {row["key"] for row in table("polities.tsv")}
    rows = []
    for row in lines(folder / "actors/open/countries_odbl.jsonl.gz"):
        key = {"UNK": "XKX"}.get(row["cca3"], row["cca3"])
        alt = [row["official"], *(name for name in row["alt"] if len(name) > 4 and name.isascii() and "," not in name)]
        demonym = row["demonyms"].get("m", "") if row["demonyms"] and key not in own else ""
        capital = row["capital"] if key not in own else []
        rows.append(
            [key, row["name"], ";".join(dict.fromkeys(alt)), "" if "," in demonym else demonym, ";".join(capital)]
        )
    write(
        "polities_odbl.tsv",
        [
            "Official and further names of countries and territories. This file is a separate database under the Open Database",
            "License 1.0: contains information from mledoze/countries, made available under ODbL.",
            "Source: https://github.com/mledoze/countries",
        ],
        ["key", "name", "aliases", "demonym", "capitals"],
        sorted(rows),
    )


def common_words(folder: Path) -> set[str]:
    """Write `common_words.txt`: words that official English prose writes small, so a capital alone does not make a name."""
    count: collections.Counter[str] = collections.Counter()
    for row in lines(folder / "primary_statements/open/statements.jsonl.gz"):
        if row["licence"].startswith("US government"):
            count.update(re.findall(r"(?<![\w'’-])[a-z]{2,}(?![\w'’-])", row["text"]))
    words = sorted(word for word, number in count.items() if number >= 2 and len(word) > 1)
    head = (
        "# Words that English official prose writes in lower case at least twice.\n"
        "# Origin: counted in works of the US government (public domain). Built by scripts/build_lexicon.py.\n"
    )
    (ACTORS / "common_words.txt").write_text(head + "\n".join(words) + "\n", encoding="utf-8")
    print("common_words.txt", len(words))
    return set(words)


def main() -> None:
    """Build every file from the folder named on the command line."""
    folder = Path(sys.argv[1])
    common = common_words(folder)
    odbl(folder)
    memberships(folder)
    places(folder, common)
    persons(folder)


if __name__ == "__main__":
    main()
