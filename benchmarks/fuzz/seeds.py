"""What fuzzing begins with: small inputs of every kind, written by us, and words that open doors in the code."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from functools import cache
from importlib import resources

from benchmarks.fuzz.prose import ARTICLES
from tests.articles import NORTH, SIXTH, SOUTH

_PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Talks on the bank</title>
<link rel="canonical" href="https://wire.example/2019/03/04/talks"><meta property="og:site_name" content="Meridian">
<meta property="article:published_time" content="2019-03-04T10:00:00+01:00"><meta name="author" content="A. Writer">
<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Talks",
"datePublished": "2019-03-04", "author": [{{"@type": "Person", "name": "A. Writer"}}], "articleBody": "x"}}</script></head>
<body><nav><a href="/">Home</a><a href="/world">World</a></nav><article><h1>Talks on the bank</h1><time datetime="2019-03-04">4
March</time>{"".join(f"<p>{part}</p>" for part in (NORTH + SOUTH).split(chr(10) * 2))}<figure><img><figcaption>Berg.</figcaption>
</figure><table><tr><td>1<td>2</table><blockquote>No.</blockquote><ul><li>a<li>b</ul></article><aside>More</aside><footer>About
us</footer></body></html>"""
_RSS = f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Wire</title><link>https://wire.example/</link><item><title>Talks &amp;
more</title><link>https://wire.example/1</link><dc:creator>N. B.</dc:creator><pubDate>Fri, 24 Dec 2021 10:00:00 +0300</pubDate>
<description>Teaser.</description><content:encoded><![CDATA[<p>{SIXTH}</p>]]></content:encoded></item></channel></rss>"""
_ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>D</title><entry><title type="html">&lt;b&gt;T&lt;/b&gt;</title>
<link href="https://r.example/2021/12/24/t"/><updated>2021-12-24T10:00:00Z</updated><content type="text">{SIXTH}</content></entry>
</feed>"""
_ROW = {
    "title": "Talks",
    "text": SOUTH,
    "date": "2019-03-05",
    "url": "https://wire.example/2",
    "source": {"name": "Wire"},
}
_TABLE = 'title,text,date,url\n"Talks","' + SIXTH.replace('"', '""') + '",2019-03-07,https://wire.example/3\n'
_MHTML = (
    "From: <Saved>\r\nMIME-Version: 1.0\r\nDate: Mon, 4 Mar 2019 10:00:00 +0000\r\n"
    'Content-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\n'
    f"Content-Transfer-Encoding: 8bit\r\n\r\n{_PAGE}\r\n--b--\r\n"
)
_INSTRUMENT = """instrument: Example accord
parties: [NO, IS]
provisions:
  - id: a1
    bearer: NO
    rule: Norway shall withdraw its ships by 1 May 2019.
"""


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", NORTH)
        archive.writestr("b/c.html", _PAGE)
        archive.writestr("d.jsonl.gz", gzip.compress(json.dumps(_ROW).encode(), mtime=0))
    return out.getvalue()


def _warc() -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + _PAGE.encode()
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://wire.example/1\r\nWARC-Date: 2021-12-26T08:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


_MADE: dict[str, Callable[[], list[bytes]]] = {
    "zip": lambda: [_zip()],
    "warc": lambda: [_warc(), gzip.compress(_warc(), mtime=0)],
    "gzip": lambda: [gzip.compress(NORTH.encode(), mtime=0), gzip.compress(_TABLE.encode(), mtime=0)],
    "feed": lambda: [_RSS.encode(), _ATOM.encode()],
    "html": lambda: [_PAGE.encode(), _MHTML.encode(), _PAGE.encode("utf-16"), f"<p>{SOUTH}".encode("cp1252", "replace")],
    "json": lambda: [json.dumps(_ROW).encode(), json.dumps([_ROW, {"articles": [_ROW]}]).encode(), b'{"text": "a"}\n[1]\n'],
    "csv": lambda: [_TABLE.encode(), _TABLE.replace(",", "\t").encode(), _TABLE.replace(",", ";").encode("utf-16")],
    "text": lambda: [
        NORTH.encode(), SOUTH.encode("cp1252", "replace"), "Мы готовы, сказал он в Женеве.".encode("koi8-r"), b"\x1b$B",
    ],
    "zipped": lambda: [
        b"\xff\x00".join((b".txt\x00" + NORTH.encode(), b".html\x00" + _PAGE.encode(), b".csv\x00" + _TABLE.encode())),
    ],
    "crawled": lambda: [b"\x00" + _PAGE.encode(), b"Content-Encoding: gzip\x00" + gzip.compress(_PAGE.encode(), mtime=0)],
    "coding": lambda: [part.encode() for text in (NORTH, SOUTH, SIXTH) for part in (text, *text.split("\n\n"))],
    "coder": lambda: [bytes([number * 37 % 128]) + text.encode() for number, text in enumerate((*ARTICLES, NORTH, SOUTH, SIXTH))],
    "gzipped": lambda: [json.dumps(_ROW).encode(), _TABLE.encode()],
    "collation": lambda: ["\x1e".join((NORTH, SOUTH)).encode(), "\x1e".join((SIXTH, SIXTH + "More.")).encode()],
    "files": lambda: [
        b'[[issue]]\nname = "Bank"\nwords = ["bank"]\n', _INSTRUMENT.encode(),
        b'{"left": "a", "right": "b", "verdict": "same", "by": "person:x"}\n',
        b'{"documents": [{"text": "x", "attributions": []}]}', b'"a phrase" begin* -not NEAR(a b) title:x', b"2021-12-17",
    ],
}  # fmt: skip


def of(name: str) -> list[bytes]:
    """Return the first inputs of a target."""
    return _MADE[name]()


@cache
def _cues() -> tuple[str, ...]:
    lexicon = resources.files("verbale.lexicon")
    words: list[str] = []
    for entry in sorted(lexicon.iterdir(), key=lambda item: item.name):
        if entry.name.startswith(("cue", "act")) and entry.name.endswith((".txt", ".tsv")):
            rows = [line for line in entry.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
            words += [row.split("\t")[0] for row in rows[:: max(len(rows) // 12, 1)]]
    return tuple(words)


def words(name: str) -> tuple[str, ...]:
    """Return pieces that inputs of a target are put together from."""
    if name in ("html", "crawled"):
        tags = "p div span font a table tr td ul li article nav aside form select textarea script style noscript svg math br pre"
        return (*(f"<{tag}>" for tag in tags.split()), *(f"</{tag}>" for tag in tags.split()), "<!--", "-->", "<![CDATA[", "&#x0;",
                "&nbsp;", "<?xml", 'itemprop="articleBody"', "application/ld+json", '"@graph":[', "display:none")  # fmt: skip
    if name == "feed":
        return (
            "<item>",
            "</item>",
            "<entry>",
            "<!DOCTYPE",
            "<!ENTITY",
            "<![CDATA[",
            "]]>",
            "<content:encoded>",
            "&lt;",
            "xml:base=",
        )
    if name in ("coding", "collation", "coder"):
        signs = "“ ” ‘ ’ „ « » \" '' — – : ; … \u202e \u200b é 🕊️".split(" ")
        said = (
            "said|told|according to|Ada Berg|Foreign Minister|Norway|on Tuesday|next month|5 March 2019|who|that|did not|Mr|U.S.|"
            "REYKJAVIK, March 4 (Wire) -|the ministry|Q:|BERG:|he|they|\n|\n\n"
        ).split("|")
        return (*signs, *said, *_cues())
    if name == "json":
        return ('{"', '":', '"text"', '"articles"', "[[", "]]", "\\ud800", "1e999", "NaN", "null", '"@graph"', "\n")
    if name == "csv":
        return ('""', '","', "title", "text", "\t", ";", "|", "\r\n", "\r")
    if name == "files":
        return (
            "[[issue]]",
            '"""',
            "provisions:",
            "&a",
            "*a",
            "<<:",
            "!!python/object",
            "NEAR(",
            "AND",
            "OR",
            "NOT",
            "{",
            "^",
            "*",
        )
    return ()
