"""Who published it: an outlet from an address or a name, through `lexicon/outlets.tsv` where it is known there."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from urllib.parse import urlsplit

from verbale.lexicon import load_table
from verbale.model import Outlet

_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)+[a-z][a-z0-9-]*[a-z0-9]")
_ARCHIVED = re.compile(r"https?://web\.archive\.org/web/(\d{4,14})[a-z_]*/(https?:/{1,2}\S+)")
_SECOND_LEVEL = frozenset(
    {"co", "com", "org", "net", "gov", "gob", "edu", "ac", "or", "ne", "go", "mil", "gouv", "in", "web"}
)
_LETTERS = re.compile(r"[^\w]+")


@cache
def _by_domain() -> dict[str, Outlet]:
    known: dict[str, Outlet] = {}
    for row in load_table("outlets.tsv"):
        outlet = Outlet(row["domain"], row["name"], row["domain"], row["country"] or None)
        for domain in (row["domain"], *filter(None, row["domains"].split(";"))):
            known.setdefault(domain, outlet)
    return known


@cache
def _by_name() -> dict[str, Outlet]:
    known: dict[str, Outlet] = {}
    for row in load_table("outlets.tsv"):
        for name in (row["name"], *filter(None, row["names"].split(";"))):
            known.setdefault(_key(name), _by_domain()[row["domain"]])
    return known


@cache
def _hosts() -> frozenset[str]:
    """Domains under which everybody may publish: there the whole host is the outlet."""
    rows = (row for row in load_table("outlets.tsv") if row["kind"] == "host")
    return frozenset(domain for row in rows for domain in (row["domain"], *filter(None, row["domains"].split(";"))))


def _key(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold().removeprefix("the ")
    return _LETTERS.sub("", folded)


def host_of(url: str) -> str | None:
    """Return the host of an address, or of a bare domain, without `www.`; None where there is none."""
    try:
        host = urlsplit(url if "//" in url[:12] else "//" + url).hostname
    except ValueError:
        return None
    if not host:
        return None
    try:
        host = host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError:
        return None
    host = host.lower().removeprefix("www.").rstrip(".")
    return host if _HOST.fullmatch(host) else None


def domain_of(host: str) -> str:
    """Return the registered domain of a host, by a short rule that needs no list fetched from anywhere."""
    labels = host.split(".")
    take = 2
    if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL:
        take = 3
    domain = ".".join(labels[-take:])
    if domain in _hosts() and len(labels) > take:
        return ".".join(labels[-take - 1 :])
    return domain


def unwrap(url: str) -> tuple[str, str | None]:
    """Return the address that an archived copy is a copy of, and when it was taken (as the archive writes it)."""
    match = _ARCHIVED.match(url)
    if match is None:
        return url, None
    inner = re.sub(r"^(https?:)/(?!/)", r"\1//", match[2])
    return inner, match[1]


def outlet_of(url: str | None = None, name: str | None = None) -> Outlet | None:
    """Return who published it: the address decides who it is, the given name is used where nobody knows better."""
    name = " ".join(name.split())[:200] if name else None
    host = host_of(unwrap(url)[0]) if url else None
    if host is None and name and (bare := host_of(name)) is not None and "." in name and " " not in name:
        host, name = bare, None
    if host is not None:
        labels = host.split(".")
        for cut in range(len(labels) - 1):
            if (known := _by_domain().get(".".join(labels[cut:]))) is not None and known.domain not in _hosts():
                return known
        domain = domain_of(host)
        return Outlet(domain, name or domain, domain)
    if not name:
        return None
    if (known := _by_name().get(_key(name))) is not None:
        return known
    slug = re.sub(r"[\W_]+", "-", unicodedata.normalize("NFKC", name).casefold()).strip("-")
    return Outlet(slug, name) if slug else None
