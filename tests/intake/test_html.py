"""Pages: nothing visible is lost, the article is marked, the page's own sayings are claims."""

from __future__ import annotations

import json
import quopri
import time
from pathlib import Path

import pytest

from tests.intake.helpers import check, only, only_skip, read_bytes, read_path, words
from verbale.intake import Delivered
from verbale.intake.align import Key, align
from verbale.intake.blocks import page_text
from verbale.intake.html import fragment, page_parts, parse

GOLD = Path(__file__).parents[1] / "gold" / "html"
PAGES = sorted(GOLD.glob("*.html"))
P = (
    "<p>The minister told reporters on Monday that the talks on the river would go on for another week, and that no "
    "other date had been named by either of the two delegations in the capital.</p>"
    "<p>Asked whether the offer of last month still stood, she answered that offers were like milk and that this one had "
    "been out of the cold for some time.</p>"
    "<p>The delegation from upstream left its hotel by the back door and could not be asked for anything at all.</p>"
)


def page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_gold_pages(path: Path) -> None:
    gold = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    given = read_path(path)
    if "skip" in gold:
        assert gold["skip"] in only_skip(given).reason
        return
    found = only(given)
    document = found.document
    prose = "\n".join(words(document, "body") + words(document, "crosshead"))
    for paragraph in gold["body"]:
        assert paragraph in prose
    for mark in gold["furniture"]:
        assert mark not in prose
    if "headline" in gold:
        assert words(document, "headline") == [gold["headline"]]
    if "standfirst" in gold:
        assert words(document, "standfirst") == [gold["standfirst"]]
    for caption in gold.get("captions", []):
        assert any(caption in words_ for words_ in words(document, "caption"))
    assert document.language == gold["language"]
    assert (document.outlet.id if document.outlet else None) == gold.get(
        "outlet", document.outlet and document.outlet.id
    )
    if "published" in gold:
        assert document.date_claims[0].value.startswith(gold["published"])
    if "byline" in gold:
        assert document.byline == gold["byline"]
    if "title" in gold:
        assert document.title == gold["title"]
    if "note" in gold:
        assert any(gold["note"] in note for note in found.receipt.notes)


def test_furniture_is_kept_word_for_word() -> None:
    raw = page(
        f"<nav><a href=/>Home</a><a href=/w>World</a></nav><article><h1>On the river</h1>{P}</article><footer>© Us</footer>"
    )
    document = only(read_bytes(raw)).document
    assert words(document, "furniture") == ["Home World", "© Us"]


def test_every_claim_keeps_its_source() -> None:
    head = (
        '<meta property="article:published_time" content="2021-12-24T23:10:00+03:00"><meta name="date" content="24 Dec 2021">'
        '<meta property="og:url" content="https://tass.com/politics/2021/12/24/talks">'
        '<script type="application/ld+json">{"@type":["NewsArticle"],"dateModified":"2021-12-25",'
        '"headline":"On the river"}</script>'
    )
    claims = only(
        read_bytes(page(f"<h1>On the river</h1><time datetime=2021-12-24 pubdate>24 Dec</time>{P}", head))
    ).document
    sources = {claim.source: (claim.value, claim.kind) for claim in claims.date_claims}
    assert sources["meta:article:published_time"] == ("2021-12-24T23:10:00+03:00", "published")
    assert sources["meta:date"] == ("2021-12-24", "unknown")
    assert sources["jsonld:dateModified"] == ("2021-12-25", "modified")
    assert sources["url"] == ("2021-12-24", "published")
    assert "time" in sources
    assert "htmldate" in sources
    assert claims.outlet is not None
    assert claims.outlet.id == "tass.com"


def test_an_archived_copy_is_its_originals() -> None:
    head = '<meta property="og:url" content="https://web.archive.org/web/20220103120000/https://apnews.com/article/x">'
    document = only(read_bytes(page(f"<h1>On the river again</h1>{P}", head))).document
    assert document.url == "https://apnews.com/article/x"
    assert document.outlet is not None
    assert document.outlet.id == "apnews.com"
    assert any(claim.source == "archive" and claim.value.startswith("2022-01-03") for claim in document.date_claims)


def test_titles_are_plain_text() -> None:
    title = "'; DROP TABLE document; -- <b>x</b> & co"
    escaped = title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    document = only(read_bytes(page(f"<h1>{escaped}</h1>{P}", f"<title>{escaped}</title>"))).document
    assert document.title == title
    assert words(document, "headline") == [title]


def test_script_page_and_empty_page_are_skipped_with_advice() -> None:
    skip = only_skip(
        read_bytes(page('<div id="app"></div><script>boot()</script><noscript>Enable JavaScript.</noscript>'))
    )
    assert "scripts" in skip.reason
    assert "browser" in skip.advice
    assert only_skip(read_bytes(page(""))).reason


def test_front_page_of_links_is_no_article() -> None:
    links = "".join(f"<li><a href=/{n}>Headline number {n} of the day</a></li>" for n in range(60))
    given = read_bytes(page(f"<ul>{links}</ul>"))
    if isinstance(given[0], Delivered):
        check(given[0].document)
    else:
        assert "no article" in given[0].reason


def test_signs_without_width_and_spaces_that_may_not_break() -> None:
    body = P.replace("talks", "ta\u00adlks").replace("the river", "the&nbsp;river")
    document = only(read_bytes(page(f"<h1>On it</h1>{body}"))).document
    assert "that the talks on the river" in document.text


def test_line_breaks_make_paragraphs_where_pages_have_no_other() -> None:
    text, blocks = page_text(parse("<div>One here.<br>Two here.<br><br>Three here.</div><h1>A<br>B</h1>")[0])
    assert text == "One here.\nTwo here.\n\nThree here.\n\nA\nB"
    assert [text[b.start : b.end] for b in blocks] == ["One here.", "Two here.", "Three here.", "A\nB"]


def test_alignment_finds_broken_and_short_paragraphs() -> None:
    markup = (
        "<ul><li>Yes.</li></ul><p>A long paragraph of the article stands here <b>with bold words</b> and then with more "
        "words of it in plain type.</p><p>Yes.</p><p>Another long one that ends the whole piece.</p>"
    )
    text, blocks = page_text(parse(markup)[0])
    key = Key(text, blocks)
    lost = align(
        key,
        [
            "A long paragraph of the article stands here and then with more words of it in plain type.",
            "Yes.",
            "Another long one that ends the whole piece.",
        ],
    )
    assert [round(key.share(n), 1) for n in (0, 2, 3)] == [0.0, 1.0, 1.0]
    assert key.share(1) > 0.5
    assert lost <= 24


def test_a_page_that_a_browser_saved_with_its_pictures() -> None:
    part = quopri.encodestring(page(f"<h1>Talks on the river go on</h1>{P}")).decode()
    raw = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://tass.com/politics/7\r\nSubject: x\r\n"
        "Date: Fri, 24 Dec 2021 10:00:00 +0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="--b"\r\n\r\n'
        "----b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        f"{part}\r\n----b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBO\r\n----b--\r\n"
    )
    document = only(read_bytes(raw.encode())).document
    assert document.outlet is not None
    assert document.outlet.id == "tass.com"
    assert words(document, "headline") == ["Talks on the river go on"]
    assert len(words(document, "body")) == 3
    assert ("2021-12-24T10:00:00Z", "crawled") in [(c.value, c.kind) for c in document.date_claims]


def test_fragment_marks_captions() -> None:
    text, segments = fragment(
        "<p>One.</p><figure><img><figcaption>Two.</figcaption></figure><h3>Three</h3><p>Four.</p>"
    )
    assert [(s.role, text[s.start : s.end]) for s in segments] == [
        ("body", "One."), ("caption", "Two."), ("crosshead", "Three"), ("body", "Four."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 100_000 + P + "</div>" * 100_000,
        P * 5 + "<div>" * 100_000 + "x",
        "<span>" * 100_000 + P,
        "<" * 500_000,
        "<!-- " * 100_000 + P,
        "<p>" + "&amp;" * 100_000 + P,
        "<div " + " ".join(f"a{n}=1" for n in range(100_000)) + ">" + P * 5,
        "<script type='application/ld+json'>" + "[" * 100_000 + "</script>" + P * 5,
        "<p>" + "word " * 200_000,
    ],
    ids=["deep", "deep behind", "deep inline", "angles", "comments", "entities", "attributes", "json", "one line"],
)
def test_hostile_pages_end_soon(markup: str) -> None:
    only(read_bytes(page(f"<h1>Warm</h1>{P}")))
    start = time.process_time()
    given = read_bytes(page(markup))
    assert len(given) == 1
    assert time.process_time() - start < 4  # 2 s on an idle machine


def test_the_same_page_gives_the_same_document() -> None:
    raw = (GOLD / "nile_dam.html").read_bytes()
    first, second = only(read_bytes(raw)), only(read_bytes(raw))
    assert first == second
    assert page_parts(raw.decode()).segments == first.document.segments
