"""The local engine: order kept, the same results from one process and from two, failures contained."""

from __future__ import annotations

from verbale.coding.coder import Coder
from verbale.engine.local import map_documents
from verbale.model import Coding, Document, row_id


def documents(count: int) -> list[Document]:
    texts = [f"Minister {name} said on Monday that article {n} was ready." for n, name in enumerate(["Ito"] * count)]
    return [Document(id=row_id("document", "", text), text=text, language="en") for text in texts]


def test_two_processes_give_what_one_gives() -> None:
    coder = Coder()
    one = list(map_documents(coder.code, coder.version, documents(20), 1))
    two = list(map_documents(coder.code, coder.version, documents(20), 2))
    assert one == two
    assert [c.document_id for c in one] == [d.id for d in documents(20)]


def test_a_failure_is_a_coding_that_says_so() -> None:
    def fails(document: Document) -> Coding:
        raise ValueError("odd")

    (coding,) = map_documents(fails, "v", documents(1))
    assert coding.skipped == "could not be coded: ValueError: odd"
    assert coding.coder == "v"
