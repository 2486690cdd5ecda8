"""Small articles of our own for tests, about a dispute between two real countries that never was."""

from __future__ import annotations

from pathlib import Path

NORTH = """Iceland rejects new border line

REYKJAVIK, March 4, 2019 (Meridian) - Iceland rejected the proposed border line on Monday.

“We will not give up the bank,” Foreign Minister Ada Berg told reporters in Reykjavik.

Berg said that talks with Norway could resume in April.

Leave a Reply
"""

SOUTH = """Norway ready for talks
5 March 2019

Norway's president, Jon Vale, said on Tuesday that his country was ready for talks “at any time”.

"The bank belongs to nobody," Vale said. "It must stay open."

Vale is due to meet Foreign Minister Ada Berg in Geneva next week.

Subscribe to our newsletter
"""

SIXTH = """Mediator warns both sides
7 March 2019

The mediator, Lena Ort, warned Iceland and Norway against sending more ships to the bank.

“This is the last chance,” Ort said on Thursday.
"""


def write(folder: Path, *, sixth: bool = False) -> Path:
    """Write the articles into a folder and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "north.txt").write_text(NORTH, encoding="utf-8")
    (folder / "south.txt").write_text(SOUTH, encoding="utf-8")
    if sixth:
        (folder / "sixth.txt").write_text(SIXTH, encoding="utf-8")
    return folder
