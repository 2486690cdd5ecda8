"""WARC, zip, gzip and feeds: the good parts are read, the bad ones are said, nothing grows without bounds."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest

from tests.intake.helpers import STORY, check, delivered, only, only_skip, read_bytes, read_path, skips, words
from verbale.intake import read

PAGE = (
    "<!doctype html><html><head><title>{title}</title></head><body><nav>Home</nav><h1>{title}</h1>"
    + "".join(f"<p>{part}</p>" for part in STORY.split("\n\n"))
    + "<p>Nobody else would say anything about the matter, in the capital or elsewhere, for the rest of the day.</p></body></html>"
)


def record(
    url: str, body: bytes, kind: str = "text/html; charset=utf-8", status: str = "200 OK", warc: str = "response"
) -> bytes:
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + body if warc == "response" else body
    content = "application/http; msgtype=response" if warc == "response" else kind
    head = (
        f"WARC/1.0\r\nWARC-Type: {warc}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2021-12-26T08:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:12345678-0000-0000-0000-000000000000>\r\n"
        f"Content-Type: {content}\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


RECORDS = [
    record("https://tass.com/1", PAGE.format(title="The first of the pages").encode()),
    record("https://tass.com/logo.png", b"\x89PNG", "image/png"),
    record("https://tass.com/gone", b"<html>gone</html>", status="404 Not Found"),
    record(
        "https://tass.ru/2", PAGE.format(title="Вторая из страниц").encode("cp1251"), "text/html; charset=windows-1251"
    ),
    record("https://apnews.com/3", PAGE.format(title="The third of the pages").encode(), "text/html", warc="resource"),
]


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("packed", [False, True])
def test_warc(packed: bool, tmp_path: Path) -> None:
    parts = [gzip.compress(part, mtime=0) if packed else part for part in RECORDS]
    path = tmp_path / ("c.warc.gz" if packed else "c.warc")
    path.write_bytes(b"".join(parts))
    found = delivered(read_path(path))
    assert [item.document.title for item in found] == [
        "The first of the pages",
        "Вторая из страниц",
        "The third of the pages",
    ]
    assert [item.receipt.locator for item in found] == [f"{path}:{sum(map(len, parts[:n]))}" for n in (0, 3, 4)]
    assert found[0].document.outlet is not None
    assert found[0].document.outlet.id == "tass.com"
    assert ("2021-12-26T08:00:00Z", "crawled") in [(c.value, c.kind) for c in found[0].document.date_claims]
    assert "decoded as windows-1251" in found[1].receipt.notes
    for item in found:
        check(item.document)


def test_truncated_warc_gives_the_good_records_and_says_so(tmp_path: Path) -> None:
    parts = [gzip.compress(part, mtime=0) for part in RECORDS]
    path = tmp_path / "cut.warc.gz"
    path.write_bytes(b"".join(parts)[: -len(parts[-1]) // 2])
    given = read_path(path)
    assert [item.document.title for item in delivered(given)] == ["The first of the pages", "Вторая из страниц"]
    assert any("cut off" in skip.reason for skip in skips(given))


def test_zip_reads_members_in_order_of_name(tmp_path: Path) -> None:
    path = tmp_path / "dump.zip"
    inner = zipped({"deep.txt": STORY.encode()})
    path.write_bytes(zipped({
        "b.html": PAGE.format(title="A page in an archive").encode(), "a/n.jsonl": json.dumps({"text": STORY}).encode() + b"\n",
        ".hidden": b"x", "__MACOSX/b": b"x", "empty.txt": b"", "z.zip": inner, "t.txt.gz": gzip.compress(STORY.encode()),
    }))  # fmt: skip
    given = read_path(path)
    assert [item.receipt.locator for item in delivered(given)] == [
        f"{path}!/{name}" for name in ("a/n.jsonl:1", "b.html", "t.txt.gz", "z.zip!/deep.txt")
    ]
    assert sorted(skip.locator for skip in skips(given)) == [
        f"{path}!/{name}" for name in (".hidden", "__MACOSX/b", "empty.txt")
    ]
    assert delivered(read_bytes(path.read_bytes()))  # from a pipe, which cannot seek


def test_archives_in_archives_in_archives_are_refused() -> None:
    raw = zipped({"a.txt": STORY.encode()})
    for _ in range(3):
        raw = zipped({"in.zip": raw})
    skip = only_skip(read_bytes(raw))
    assert "archive inside archives" in skip.reason


def test_gzip_of_a_gzip_and_of_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(STORY.encode()))
    assert only(read_path(tmp_path / "a.txt.gz")).document.text == STORY
    (tmp_path / "a.txt.gz.gz").write_bytes(gzip.compress(gzip.compress(STORY.encode())))
    assert only(read_path(tmp_path / "a.txt.gz.gz")).document.text == STORY
    thrice = gzip.compress(gzip.compress(gzip.compress(STORY.encode())))
    assert "archive inside archives" in only_skip(read_bytes(thrice)).reason


def test_truncated_gzip_says_so() -> None:
    lines = b"".join(
        json.dumps({"title": f"N {n}", "text": STORY + str(n * 7919)}).encode() + b"\n" for n in range(400)
    )
    packed = gzip.compress(lines)
    given = read_bytes(packed[: len(packed) // 2])
    assert "damaged or cut off" in skips(given)[-1].reason


def test_bombs_are_not_unpacked() -> None:
    zeros = bytes(64 * 1024 * 1024)
    assert "200 times" in only_skip(read_bytes(zipped({"a.txt": zeros}))).reason
    spaces = b"word " * (14 * 1024 * 1024)
    assert "200 times" in only_skip(read_bytes(gzip.compress(spaces, 9))).reason


def test_damaged_zip() -> None:
    raw = zipped({"a.txt": STORY.encode() * 20})
    assert "damaged" in only_skip(read_bytes(raw[:-30])).reason
    broken = raw[:40] + bytes(len(raw[40:80])) + raw[80:]
    assert skips(read_bytes(broken))


FEED = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>TASS</title><link>https://tass.com/</link>
<item><title>Talks &amp; more talks</title><link>https://tass.com/politics/1</link><dc:creator>N. Beridze</dc:creator>
<pubDate>Fri, 24 Dec 2021 10:00:00 +0300</pubDate><description>Teaser.</description>
<content:encoded><![CDATA[{"".join(f"<p>{part}</p>" for part in STORY.split(chr(10) * 2))}]]></content:encoded></item>
<item><title>Only a teaser</title><link>https://tass.com/politics/2</link>
<description>The minister spoke of &lt;b&gt;many&lt;/b&gt; things on Monday.</description></item>
</channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>The River Diary</title><updated>2021-12-24T10:00:00Z</updated>
<entry><title>Talks end</title><link href="https://river.example/2021/12/24/talks"/><updated>2021-12-24T10:00:00Z</updated>
<published>2021-12-23T09:00:00Z</published><content type="text">{STORY}</content></entry></feed>"""


def test_rss() -> None:
    full, teaser = delivered(read_bytes(FEED.encode()))
    check(full.document)
    assert full.document.text == f"Talks & more talks\n\n{STORY}"
    assert words(full.document, "headline") == ["Talks & more talks"]
    assert full.document.outlet is not None
    assert full.document.outlet.id == "tass.com"
    assert full.document.byline == "N. Beridze"
    assert [(c.source, c.value) for c in full.document.date_claims] == [("feed:published", "2021-12-24T10:00:00+03:00")]
    assert teaser.document.text == "Only a teaser\n\nThe minister spoke of many things on Monday."
    assert any("teaser" in note for note in teaser.receipt.notes)


def test_atom() -> None:
    document = only(read_bytes(ATOM.encode())).document
    assert {(c.source, c.kind) for c in document.date_claims} == {
        ("feed:published", "published"),
        ("feed:updated", "modified"),
        ("url", "published"),
    }
    assert document.outlet is not None
    assert document.outlet.id == "river.example"


def test_entity_bomb_is_defused() -> None:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    item = f"<item><title>Talks &a11; end</title><description>{STORY}</description></item>"
    bomb = (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a0 "ha">{entities}]>'
        f'<rss version="2.0"><channel><title>&a11;</title>{item}</channel></rss>'
    )
    for found in read_bytes(bomb.encode()):
        assert len(getattr(getattr(found, "document", None), "text", "")) < 5000
    outside = (
        '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        "<rss><channel><item><title>&x;</title><description>Words of it.</description></item></channel></rss>"
    )
    assert "root:" not in str(list(read(["-"], stdin=io.BytesIO(outside.encode()))))


def test_feed_that_is_none() -> None:
    assert skips(read_bytes(b'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title></channel></rss>'))
    assert skips(read_bytes(b"<rss><channel><item><title>x")) or delivered(read_bytes(b"<rss><channel><item><title>x"))
