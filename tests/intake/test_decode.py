"""Bytes of any common encoding become the right text, and what was done is noted."""

from __future__ import annotations

import pytest

from tests.intake.helpers import only, read_bytes
from verbale.intake.decode import decode, looks_binary
from verbale.intake.given import Refused

PROSE = {
    "en": "The foreign minister said on Monday that “talks would go on” – and that the café deal wasn’t dead… ",
    "fr": "Le ministre des Affaires étrangères a déclaré lundi que les négociations étaient prêtes à reprendre à Genève. ",
    "de": "Der Außenminister erklärte am Montag, die Gespräche würden fortgeführt, obwohl keine Lösung in Sicht sei. ",
    "pl": "Minister spraw zagranicznych powiedział w poniedziałek, że rozmowy będą kontynuowane, choć nie są łatwe. ",
    "tr": "Dışişleri Bakanı pazartesi günü görüşmelerin süreceğini söyledi; ancak çözümün yakın olmadığını da ekledi. ",
    "ru": "Министр иностранных дел заявил в понедельник, что переговоры будут продолжены на следующей неделе. ",
    "uk": "Міністр закордонних справ заявив у понеділок, що переговори триватимуть наступного тижня в Женеві. ",
    "el": "Ο υπουργός Εξωτερικών δήλωσε τη Δευτέρα ότι οι συνομιλίες θα συνεχιστούν την επόμενη εβδομάδα. ",
    "ar": "قال وزير الخارجية يوم الاثنين إن المحادثات ستستمر الأسبوع المقبل في جنيف. ",
    "he": "שר החוץ אמר ביום שני כי השיחות יימשכו בשבוע הבא בז'נבה. ",
    "ja": "外務大臣は月曜日、協議は来週ジュネーブで続けられると述べた。",
    "zh": "外交部长星期一表示，谈判将于下周在日内瓦继续举行。",
    "tw": "外交部長星期一表示，談判將於下週在日內瓦繼續舉行。",
    "ko": "외교부 장관은 월요일 협상이 다음 주 제네바에서 계속될 것이라고 말했다. ",
}
CASES = [
    ("en", "cp1252"), ("fr", "cp1252"), ("de", "latin-1"), ("pl", "cp1250"), ("pl", "iso8859-2"), ("tr", "cp1254"),
    ("ru", "cp1251"), ("ru", "koi8-r"), ("ru", "cp866"), ("uk", "cp1251"), ("uk", "koi8-u"), ("el", "cp1253"),
    ("ar", "cp1256"), ("he", "cp1255"), ("ja", "cp932"), ("ja", "euc_jp"), ("ja", "iso2022_jp"), ("zh", "gb18030"),
    ("tw", "big5"), ("ko", "cp949"), ("en", "utf-16"), ("ru", "utf-16-le"), ("zh", "utf-16-be"), ("ar", "utf-16-le"),
    ("en", "utf-32"), ("ru", "utf-32-be"), ("en", "utf-8-sig"), ("zh", "utf-8"), ("en", "mac_roman"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "codec"), CASES)
@pytest.mark.parametrize("times", [1, 6])
def test_common_encodings_come_out_right(language: str, codec: str, times: int) -> None:
    text = PROSE[language] * times
    decoded = decode(text.encode(codec))
    assert decoded.text == text
    if codec not in {"utf-8", "utf-8-sig"}:
        assert any(note.startswith("decoded as ") for note in decoded.notes)


def test_stored_text_is_the_decoded_text_character_for_character() -> None:
    text = "First line.\r\n\r\n  Second \t line with a space at its end. \r\nالسلام 🕊️ עולם e\u0301\n"
    given = only(read_bytes(text.encode()))
    assert given.document.text == text
    assert given.receipt.notes == ()


def test_bom_and_nuls_are_removed_and_noted() -> None:
    raw = b"\xef\xbb\xbfThe minister\x00 said on Monday\x00 that nothing had changed in the talks."
    given = only(read_bytes(raw))
    assert given.document.text == "The minister said on Monday that nothing had changed in the talks."
    assert given.receipt.notes == ("byte order mark removed", "2 NULs removed")


def test_lone_surrogates_are_replaced_and_noted() -> None:
    raw = b'{"title": "Talks \\ud83d end", "text": "The talks ended on Monday without any agreement at all."}\n'
    given = only(read_bytes(raw))
    given.document.text.encode("utf-8")  # would fail with a lone surrogate
    assert "\ufffd" in given.document.text


def test_a_few_broken_sequences_do_not_make_utf8_something_else() -> None:
    raw = ("Президент заявил, что переговоры продолжатся. " * 20).encode()
    decoded = decode(raw[:101] + b"\xff" + raw[101:])
    assert "переговоры продолжатся" in decoded.text
    assert decoded.notes[0].startswith("1 broken UTF-8") or "broken UTF-8" in decoded.notes[0]


def test_a_wrong_declaration_does_not_spoil_valid_utf8() -> None:
    assert decode("Zürich – “go”".encode(), "windows-1251").text == "Zürich – “go”"


def test_a_declaration_is_taken_where_utf8_fails() -> None:
    assert decode(b"Da" + b"\xf1\xe8", "windows-1250").text.startswith("Da")
    assert decode("Привет".encode("koi8-r"), "koi8-r").text == "Привет"
    assert decode("Привет".encode("cp1251"), "no-such-charset").text


@pytest.mark.parametrize("raw", [bytes(range(1, 32)) * 40, b"\x00\x01\x02\xff" * 500, b"\x89\x00" * 300 + b"\x07" * 99])
def test_binary_is_refused(raw: bytes) -> None:
    assert looks_binary(raw)
    with pytest.raises(Refused, match="not text"):
        decode(raw)


def test_dangerous_codec_names_are_no_charsets() -> None:
    raw = b"caf\xe9 talks \x93on\x94"
    for name in ("rot13", "unicode_escape", "utf-7", "zlib", "", "\x00", "x" * 500):
        assert "talks" in decode(raw, name).text
