"""The small tagger: what `--fast` reads with, on the lower layers of the large one."""

from __future__ import annotations

import numpy as np
import pytest

from tests.language.test_tagger import SENTENCES, TEXT
from verbale.coding.coder import Coder
from verbale.language import Tagger, load, load_fast
from verbale.language.session import weights_folder
from verbale.language.tagger import FAST_MODEL
from verbale.language.windows import cut_windows
from verbale.model import Document


@pytest.fixture(scope="module")
def small() -> Tagger:
    found = load_fast()
    assert found is not None
    return found


def test_it_finds_who_says_what(small: Tagger) -> None:
    found = small.tag_document(TEXT, SENTENCES)
    speakers = {TEXT[a:b] for one in found for a, b in one.source}
    assert {"Iran's foreign minister", "Washington"} <= speakers
    assert all(one.content and 0.0 <= one.probability <= 1.0 for one in found)


def test_its_lower_layers_are_the_large_tagger_s_to_the_bit(small: Tagger) -> None:
    """Its graph reads their weights out of the large one's file: both files must be of one make."""
    large = load()
    words = large.words(TEXT, SENTENCES)
    for window in cut_windows(words):
        assert np.array_equal(large.lower(words, window), small.lower(small.words(TEXT, SENTENCES), window))


def test_it_is_small() -> None:
    assert (weights_folder() / f"{FAST_MODEL}.onnx").stat().st_size < 1_000_000


def test_codings_say_which_tagger_read() -> None:
    document = Document(
        id="d1", text="Lisbon has repeatedly rejected the claim, its envoy said on Sunday.", language="en"
    )
    fast, full = Coder(fast=True), Coder()
    assert FAST_MODEL in fast.version
    assert fast.version != full.version
    rules = {one.rule for one in fast.code(document).attributions}
    assert rules
    assert not any(rule.startswith("attribution-1") for rule in rules)


def test_weights_without_it_leave_the_prose_to_the_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("verbale.coding.attributions.load_fast", lambda: None)
    document = Document(id="d1", text="“We are ready,” said Anna Lindgren, the mediator.", language="en")
    (only,) = Coder(fast=True).code(document).attributions
    assert only.speaker is not None
    assert only.speaker.text.startswith("Anna Lindgren")
