"""How well a matter is supported: verifiers, admissions against interest, independent first-hand origins, copies folded."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from verbale.analysis.undertakings.findings import Support, Voice
from verbale.analysis.undertakings.model import Claim, Policy

_INTERESTED = frozenset({"bearer", "counterparty"})
_STATES = frozenset({"bearer", "counterparty", "third"})


class Said(Struct, frozen=True):
    """A claim with its role settled and its test answered."""

    claim: Claim
    role: str
    test: str
    denial: bool = False
    """Said in so many words, and not only a figure that does not meet the test."""

    @property
    def origin(self) -> str:
        """What it goes back to."""
        return self.claim.origin or f"{self.claim.speaker}: {self.claim.said or self.claim.when or ''}"


class Weighed(Struct, frozen=True):
    """What the claims for and against a matter come to."""

    support: Support
    disputed: bool
    origins: int
    notes: tuple[str, ...] = ()


def weigh(
    pro: Sequence[Said], con: Sequence[Said], opened: int, against: str, policy: Policy, word: Support
) -> Weighed:
    """Weigh. `against`: the role against whose interest the matter is; `word`: "alleged" or "claimed" for a party's word."""
    origins = len({s.origin for s in pro})
    if not pro:
        if opened:
            return Weighed("undetermined", bool(con), 0)
        return Weighed("denied only" if any(s.denial for s in con) else "no evidence", False, 0)
    notes: list[str] = []
    denying = {s.claim.speaker for s in con}
    sure: list[Said] = []
    for s in pro:
        if s.role not in {"verifier", against}:
            continue
        if s.claim.anonymous:
            notes.append(f"an unnamed official's word ({s.claim.speaker}) establishes nothing")
        elif s.claim.speaker in denying:
            notes.append(f"{s.claim.speaker} says both")
        elif s.role == against and not policy.remark_binds:
            notes.append(f"a remark of {s.claim.speaker} does not bind it under this policy")
        else:
            sure.append(s)
    verified_against = any(s.role == "verifier" for s in con)
    # an admission stands whatever verifiers say; a verifier's word only while none gainsays it
    admitted = any(s.role == against for s in sure)
    first_hand = {s.origin for s in pro if s.claim.first_hand and not s.claim.anonymous and s.role not in _INTERESTED}
    if admitted or (sure and not verified_against):
        return Weighed("established", bool(con), origins, tuple(sorted(set(notes))))
    if verified_against:
        notes.append("the verifier denies it")
    if len(first_hand) >= policy.k and not verified_against:
        return Weighed("established", bool(con), origins, tuple(sorted(set(notes))))
    if con:
        return Weighed("contested", True, origins, tuple(sorted(set(notes))))
    named = any(s.role in _STATES or s.role == "verifier" for s in pro)
    return Weighed(word if named else "reported", False, origins, tuple(sorted(set(notes))))


def voices(pro: Sequence[Said], con: Sequence[Said], against: str, *, allegation: bool) -> tuple[Voice, ...]:
    """Return who says what, those for it first, in a fixed order."""
    found = [_voice(s, _for(s, against, allegation)) for s in pro]
    found += [_voice(s, "denies" if s.denial else "gives a figure that does not meet the test") for s in con]
    return tuple(found)


def _for(said: Said, against: str, allegation: bool) -> str:
    if said.role == "verifier":
        return "verifies"
    if said.role == against:
        return "admits"
    return "alleges" if allegation and said.role in _STATES else "says it is so"


def _voice(said: Said, what: str) -> Voice:
    claim = said.claim
    return Voice(
        claim.speaker, said.role, what, claim.said or "", claim.when or "", tuple(claim.via), said.origin,  # type: ignore[arg-type]
        claim.anonymous, claim.words or "", said.test, tuple(claim.evidence),
    )  # fmt: skip
