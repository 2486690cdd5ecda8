"""Plain text: stored as it was decoded, character for character; where its parts lie is for coding to find."""

from __future__ import annotations

from collections.abc import Iterator

from verbale import settings
from verbale.intake.decode import decode
from verbale.intake.deliver import deliver
from verbale.intake.given import Given, Job, Parts, Payload, Refused, read_all, sha256


def sniff(head: bytes, name: str) -> bool:
    """Say yes: what nobody else knows is text, or is refused when it is decoded."""
    return True


def read(payload: Payload, job: Job) -> Iterator[Given]:
    """Yield the one document that a text file is."""
    raw = read_all(payload, settings.MAX_SOURCE_BYTES)
    if not raw:
        raise Refused("the file is empty", "Check that it was saved completely.")
    decoded = decode(raw, payload.hints.charset)
    yield deliver(
        Parts(decoded.text),
        locator=payload.locator,
        raw_sha256=sha256(raw),
        raw_bytes=len(raw),
        form="text",
        hints=payload.hints,
        notes=decoded.notes,
    )
