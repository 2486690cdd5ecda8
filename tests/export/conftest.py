"""A record with everything that a format may stumble over: quotation marks, formulas, markup, marks of direction, controls."""

from __future__ import annotations

import json

import pytest

import verbale
from verbale.record import Record

TITLE = '=HYPERLINK("http://evil.example","go"), {brace} \\ 100% & <b>bold</b>; $5_a#~^'
HOSTILE = (
    "REYKJAVIK, March 4, 2019 (Meridian) - Iceland’s Foreign Minister Ada Berg met Norway’s Foreign Minister Jon Vale "
    "in Geneva on March 2, 2019.\n\n"
    "“We will <never> give up the bank; =1+1, {not} & \\now \u202bהיום\u202c\x0b, not\tat all,” Berg told reporters in "
    "Reykjavik.\n\n"
    'Berg said: "Norway must answer in writing by March 20, 2019."\n\n'
    "Norway is due to hold talks with Iceland in Vienna on March 15, 2019.\n\n"
    "Iceland threatened Norway with sanctions. Norwegian forces attacked Icelandic soldiers near the bank on Sunday.\n"
)
OTHER = (
    "OSLO, March 5, 2019 (Fjord News) - “We will <never> give up the bank; =1+1, {not} & \\now \u202bהיום\u202c\x0b, "
    "not\tat all,” Iceland’s Foreign Minister Ada Berg said on Monday.\n\n"
    "Jon Vale, the foreign minister of Norway, said that Iceland had refused to talk. “It is a pity,” Vale told "
    "Ada Berg.\n"
)


@pytest.fixture(scope="session")
def record(tmp_path_factory: pytest.TempPathFactory) -> Record:
    folder = tmp_path_factory.mktemp("hostile")
    rows = [
        {"text": HOSTILE, "title": TITLE, "url": "https://meridian.example/a?b={c}&d=\"e\"", "outlet": "Meridian & Sons",
         "byline": "Lee {Ann} O’Dell", "published": "2019-03-04"},
        {"text": OTHER, "title": "Plain", "url": "https://fjord.example/1", "outlet": "Fjord News"},
    ]  # fmt: skip
    (folder / "given.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    opened = verbale.open(folder / "record.db")
    opened.build(folder / "given.jsonl", fast=True)
    assert opened.verify() == []
    return opened


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Record:
    return verbale.open(tmp_path_factory.mktemp("empty") / "record.db")


def text_of(record: Record, document_id: str) -> str:
    document = record.store.document(document_id)
    assert document is not None
    return document.text
