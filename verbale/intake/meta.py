"""What a page says of itself: outlet, address, title, byline and every date it claims, each claim with its source."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urljoin, urlsplit

from verbale.intake.dates import Kind, claim, url_claim
from verbale.intake.outlets import unwrap
from verbale.intake.tables import table
from verbale.model import DateClaim

_LD_BYTES = 512 * 1024
_LD_NODES = 2000
_ARTICLES = frozenset(
    {"article", "newsarticle", "reportagenewsarticle", "blogposting", "liveblogposting", "analysisnewsarticle",
     "backgroundnewsarticle", "opinionnewsarticle", "reviewnewsarticle", "report", "posting", "socialmediaposting",
     "techarticle", "scholarlyarticle", "webpage", "creativework", "advertisercontentarticle", "satiricalarticle"}
)  # fmt: skip
_LD_DATES: tuple[tuple[str, Kind], ...] = (
    ("datePublished", "published"), ("dateCreated", "unknown"), ("uploadDate", "unknown"), ("dateModified", "modified"),
)  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x1f]+")
_TITLE_TAILS = (" | ", " - ", " – ", " — ", " · ", " :: ", " « ", " » ")
_MAX_TIMES = 12


@dataclass(slots=True)
class Meta:
    """What a page says of itself."""

    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    """The headline as the page's metadata gives it."""
    titles: list[str] = field(default_factory=list)
    """Every wording of the title, to know the headline in the text by."""
    summary: str | None = None
    byline: str | None = None
    authors: list[str] = field(default_factory=list)
    claims: list[DateClaim] = field(default_factory=list)
    body: str | None = None
    """The article's text as JSON-LD gives it."""
    free: bool = True
    """False where the page says that the whole text is for payers."""


@cache
def _roles() -> dict[str, tuple[str, int]]:
    return {name: (role, rank) for rank, (role, name) in enumerate(table("meta_fields.tsv"))}


def _words(value: object, limit: int = 500) -> str | None:
    if not isinstance(value, str):
        return None
    joined = " ".join(value.replace("\x00", " ").split())[:limit].strip()
    return joined or None


def _absolute(url: str | None) -> str | None:
    url = (url or "").strip()[:2000]
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


def _ld_nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects of a page's JSON-LD, outermost first, without recursion and within bounds."""
    count = 0
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        source = (script.text_content() or "")[:_LD_BYTES].strip()
        source = source.removeprefix("<!--").removesuffix("-->").removeprefix("//<![CDATA[").removesuffix("//]]>")
        try:
            found = json.loads(source, strict=False)
        except (ValueError, RecursionError):
            try:
                found = json.loads(_CONTROL.sub(" ", source).rstrip("; "), strict=False)
            except (ValueError, RecursionError):
                continue
        queue = [found]
        while queue and count < _LD_NODES:
            node = queue.pop(0)
            count += 1
            if isinstance(node, dict):
                yield node
                queue.extend(value for value in node.values() if isinstance(value, dict | list))
            elif isinstance(node, list):
                queue.extend(value for value in node if isinstance(value, dict | list))


def _types(node: dict[str, Any]) -> set[str]:
    value = node.get("@type")
    values = value if isinstance(value, list) else [value]
    return {v.rsplit("/", 1)[-1].lower() for v in values if isinstance(v, str)}


def _people(value: object) -> list[str]:
    names: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        name = item.get("name") if isinstance(item, dict) else item
        for single in name if isinstance(name, list) else [name]:
            words = _words(single, 200)
            if words and not words.startswith("http") and words not in names:
                names.append(words)
    return names[:20]


def _read_ld(tree: Any, meta: Meta) -> None:
    best = False
    for node in _ld_nodes(tree):
        types = _types(node)
        if not types & _ARTICLES:
            continue
        proper = bool(types - {"webpage", "creativework"} & _ARTICLES)
        for name, kind in _LD_DATES:
            value = node.get(name)
            found = claim(value[0] if isinstance(value, list) and value else value, f"jsonld:{name}", kind)
            if found is not None:
                meta.claims.append(found)
        if headline := _words(node.get("headline") or (node.get("name") if proper else None)):
            meta.titles.append(headline)
            if proper and not best:
                meta.title = headline
        if not meta.authors:
            meta.authors = _people(node.get("author") or node.get("creator"))
        publisher = node.get("publisher")
        if isinstance(publisher, list) and publisher:
            publisher = publisher[0]
        called = _words(publisher.get("name") if isinstance(publisher, dict) else publisher, 200)
        if called and not called.startswith("http"):
            meta.outlet = meta.outlet or called
        body = node.get("articleBody")
        if isinstance(body, str) and len(body) > len(meta.body or ""):
            meta.body = body
        if str(node.get("isAccessibleForFree", "true")).lower() in {"false", "0"}:
            meta.free = False
        best = best or proper


def _read_meta(tree: Any, meta: Meta) -> None:
    found: dict[str, list[tuple[int, str, str]]] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        content = element.get("content")
        if not name or not content:
            continue
        role, rank = _roles().get(name.strip().lower(), ("", 0))
        if role:
            found.setdefault(role, []).append((rank, name.strip(), content))
    kinds: tuple[Kind, ...] = ("published", "unknown", "modified")
    for kind in kinds:
        for _, name, content in sorted(found.get(kind, []), key=lambda item: item[0]):
            if (made := claim(content, f"meta:{name}", kind)) is not None:
                meta.claims.append(made)

    def first(role: str) -> str | None:
        values = (_words(content) for _, _, content in sorted(found.get(role, []), key=lambda item: item[0]))
        return next((value for value in values if value), None)

    meta.titles += [words for _, _, content in found.get("title", []) if (words := _words(content))]
    meta.title = first("title") or meta.title
    meta.summary = first("summary")
    meta.outlet = first("outlet") or meta.outlet
    meta.url = _absolute(first("url"))
    authors = [words for _, _, content in sorted(found.get("byline", []), key=lambda item: item[0])
               if (words := _words(content, 200)) and not words.startswith(("http", "@", "www."))]  # fmt: skip
    if not meta.authors and authors:
        meta.authors = authors[:1]


def read_meta(tree: Any, given_url: str | None = None) -> Meta:
    """Read a page's own sayings from JSON-LD, `<meta>`, `<link>`, `<title>` and `<time>`; surest claims first."""
    meta = Meta()
    _read_ld(tree, meta)
    _read_meta(tree, meta)
    canonical = None
    for link in tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            canonical = (link.get("href") or "").strip()
            break
    base = meta.url or given_url
    if canonical and base and not canonical.startswith("http"):
        try:
            canonical = urljoin(base, canonical)
        except ValueError:
            canonical = None
    own = _absolute(canonical) or meta.url
    # a canonical address that is a site's front page is a template's mistake
    if own and urlsplit(own).path.strip("/") == "" and given_url and urlsplit(given_url).path.strip("/"):
        own = None
    meta.url = own or _absolute(given_url)
    for title in tree.iter("title"):
        if words := _words(title.text_content()):
            meta.titles.append(words)
            meta.title = meta.title or _without_tail(words)
        break
    if meta.authors:
        meta.byline = ", ".join(meta.authors)[:300]
    seen_times = 0
    for element in tree.iter("time"):
        value = element.get("datetime") or element.get("content")
        role = " ".join(filter(None, (element.get("itemprop"), element.get("class"), element.get("pubdate"))))
        kind: Kind = "unknown"
        if re.search(r"publish|pubdate|created|entry-date", role, re.IGNORECASE):
            kind = "published"
        if re.search(r"modif|updat", role, re.IGNORECASE):
            kind = "modified"
        if value and (made := claim(value, "time", kind)) is not None:
            meta.claims.append(made)
            seen_times += 1
        if seen_times >= _MAX_TIMES:
            break
    for element in tree.xpath("//*[@itemprop='datePublished' or @itemprop='dateModified']")[:_MAX_TIMES]:
        name = element.get("itemprop")
        value = element.get("content") or element.get("datetime") or (element.text or "")
        made = claim(value, f"itemprop:{name}", "published" if name == "datePublished" else "modified")
        if made is not None and element.tag != "meta":
            meta.claims.append(made)
    address, taken = unwrap(meta.url or given_url or "")
    if taken is not None:
        meta.url = address
        if (made := claim(taken, "archive", "crawled")) is not None:
            meta.claims.append(made)
    if (made := url_claim(meta.url)) is not None:
        meta.claims.append(made)
    return meta


def _without_tail(title: str) -> str:
    """Return a `<title>` without the outlet's name that follows the headline."""
    for separator in _TITLE_TAILS:
        head, found, tail = title.rpartition(separator)
        if found and len(head) >= 20 and len(tail) <= 40:
            return head.strip()
    return title
