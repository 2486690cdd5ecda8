"""Holding what a claim says against the text of a rule: each test answered True, False or None, with the reason.

Some tests are computed: whether the host is another European state, whether a missile reaches. What a claim states itself goes
before what could be computed, and whatever neither says stays open: nothing is supposed.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from verbale.analysis.undertakings import geodesy
from verbale.analysis.undertakings.boundaries import european, known
from verbale.analysis.undertakings.model import Claim, Constraint, Instrument, Place, Provision, Test, Value
from verbale.analysis.undertakings.parties import FORMER_SOVIET, binds, of_instrument
from verbale.analysis.undertakings.quantities import Answer, Truth, compare, conjunction, disjunction, quantity
from verbale.errors import UsageError
from verbale.lexicon.actors import members

GEODESIC = frozenset(
    {"reaches", "reaches_other_party", "on_territory_of", "outside_own_territory",
     "on_territory_of_other_european_state", "host_member_of", "host_in_nato", "host_former_soviet",
     "host_joined_nato_after_1997"}
)  # fmt: skip


class Scene(Struct, frozen=True):
    """What a claim is tested within."""

    instrument: Instrument
    provision: Provision
    bearer: str
    day: str
    view: str
    attrs: Mapping[str, Value]

    def word(self, name: str) -> str | None:
        """Return an attribute that is a word."""
        value = self.attrs.get(name)
        return value if isinstance(value, str) else None

    @property
    def deployer(self) -> str:
        """Who deploys: the bearer, unless the claim names another."""
        return self.word("deployer") or self.bearer

    @property
    def place(self) -> Place | None:
        """Where, if the claim says so."""
        return place_of(self.attrs.get("place"))

    @property
    def host(self) -> str | None:
        """On whose territory: as the claim says, else by the outlines on this view."""
        stated = self.word("host")
        if stated is not None:
            return stated
        return geodesy.host(self.place, self.view, self.day) if self.place is not None else None


def place_of(value: object) -> Place | None:
    """Return a place from what a claim gives: a place, `[lat, lon]`, a table, or a name that the gazetteer knows as one place."""
    from verbale.analysis.undertakings.boundaries import places

    if isinstance(value, Place):
        return value
    if isinstance(value, dict):
        value = [value.get("lat"), value.get("lon"), value.get("within_km", 0)]
    if isinstance(value, list):
        numbers = [float(v) for v in value if isinstance(v, int | float) and not isinstance(v, bool)]
        if len(numbers) in {2, 3} and abs(numbers[0]) <= 90 and abs(numbers[1]) <= 180:
            return Place(numbers[0], numbers[1], numbers[2] if len(numbers) == 3 else 0.0)
        return None
    found = places(value) if isinstance(value, str) else ()
    return found[0] if len(found) == 1 else None


def _european(scene: Scene) -> Answer:
    host = scene.host
    if host is None:
        return Answer(None, "on whose territory is not said")
    if host == scene.deployer:
        return Answer(False, f"{host} is the deployer's own territory")
    truth = european(host)
    word = {True: "is", False: "is not", None: "may or may not be"}[truth]
    return Answer(truth, f"{host} {word} another European state")


def _reaches(scene: Scene, wanted: list[str]) -> Answer:
    range_km = quantity(scene.attrs["range_km"]) if "range_km" in scene.attrs else None  # type: ignore[arg-type]
    if scene.place is None or range_km is None:
        return Answer(None, f"place or range is not said, so reaching {', '.join(wanted)} cannot be told")
    answers = []
    for key in sorted({k for name in wanted for k in _group(name, scene.day)}):
        try:
            verdict = geodesy.reaches(scene.place, range_km, key, scene.view, scene.day)
        except UsageError as error:
            answers.append(Answer(None, str(error)))
            continue
        word = {True: "yes", False: "no", None: "undetermined"}[verdict.truth]
        answers.append(Answer(verdict.truth, f"{verdict.why}: {word}"))
    return Answer(disjunction(a.truth for a in answers), "; ".join(a.why for a in answers))


def _group(name: str, day: str) -> tuple[str, ...]:
    """Return a state's key, or the members of a body for `nato_members`."""
    return tuple(members(name.removesuffix("_members").upper(), day)) if name.endswith("_members") else (name,)


def _computed(name: str, test: Constraint, scene: Scene) -> Answer | None:
    """Answer a computed test; None for a name that is not computed."""
    host = scene.host if name.startswith(("host_", "on_territory", "outside_")) else None
    wanted = [test] if isinstance(test, str) else list(test) if isinstance(test, list) else []
    if name == "reaches":
        return _reaches(scene, wanted)
    if name == "reaches_other_party":
        others = of_instrument(scene.instrument, scene.day) - {scene.deployer}
        return _reaches(scene, sorted(k for k in others if known(k)))
    if name == "on_territory_of_other_european_state":
        return _european(scene)
    if name == "deployer_bound":
        truth = binds(scene.provision.who, scene.deployer, scene.day, scene.instrument)
        word = {True: "is", False: "is not", None: "may or may not be"}[truth]
        return Answer(truth, f"{scene.deployer} {word} among those whom the rule binds")
    if name == "above_baseline_of_1997":
        excess = quantity(scene.attrs["baseline_excess"]) if "baseline_excess" in scene.attrs else None  # type: ignore[arg-type]
        if excess is None:
            return Answer(None, "no figure for 27 May 1997 is on record")
        return compare(excess, Test(gt=0))
    if name in {"on_territory_of", "outside_own_territory", "host_member_of", "host_in_nato", "host_former_soviet",
                "host_joined_nato_after_1997"}:  # fmt: skip
        if host is None:
            return Answer(None, "on whose territory is not said")
        if name == "on_territory_of":
            return Answer(host in wanted, f"on the territory of {host}")
        if name == "outside_own_territory":
            return Answer(host != scene.deployer, f"on the territory of {host}, deployer {scene.deployer}")
        if name == "host_member_of":
            inside = any(host in members(body, scene.day) for body in wanted)
            return Answer(
                inside, f"{host} {'is' if inside else 'is not'} a member of {', '.join(wanted)} on {scene.day}"
            )
        if name == "host_in_nato":
            ally = host in members("NATO", scene.day)
            return Answer(ally, f"{host} {'is' if ally else 'is not'} a member of NATO on {scene.day}")
        if name == "host_former_soviet":
            return Answer(
                host in FORMER_SOVIET, f"{host} {'was' if host in FORMER_SOVIET else 'was not'} a Soviet republic"
            )
        late = host in members("NATO", scene.day) and host not in members("NATO", "1997-05-27")
        return Answer(late, f"{host} {'joined' if late else 'did not join'} NATO after 27 May 1997")
    return None


_CLAIM_WORDS = {True: "yes", False: "no", None: "not said"}


def answer(name: str, test: Constraint, scene: Scene) -> Answer:
    """Answer one test."""
    value = scene.attrs.get(name)
    if isinstance(test, Test):
        if value is None:
            return Answer(None, f"{name} is not said")
        figure = quantity(value) if not isinstance(value, Place) else None
        if figure is None:
            return Answer(None, f"{name}: {value!r} is no figure")
        told = compare(figure, test, scene.instrument.units)
        return Answer(told.truth, f"{name}: {told.why}")
    if isinstance(test, bool):
        if isinstance(value, bool):
            return Answer(value is test, f"{name}: {_CLAIM_WORDS[value]}, as claimed")
        told_ = _computed(name, test, scene)
        if told_ is None:
            return Answer(None, f"{name} is not said")
        truth = told_.truth if test or told_.truth is None else not told_.truth
        return Answer(truth, told_.why)
    if isinstance(value, bool) and name == "reaches":
        return Answer(value, f"{name}: {_CLAIM_WORDS[value]}, as claimed")
    told_ = _computed(name, test, scene)
    if told_ is not None and value is None:
        return told_
    wanted = [test] if isinstance(test, str) else list(test) if isinstance(test, list) else [str(test)]
    if value is None:
        return Answer(None, f"{name} is not said")
    given = [str(v) for v in value] if isinstance(value, list) else [str(value)]
    fits = any(g in wanted for g in given)
    return Answer(fits, f"{name}: {', '.join(given)} {'is' if fits else 'is not'} {' or '.join(wanted)}")


def held_against(scene: Scene, extra: Mapping[str, Constraint]) -> Answer:
    """Hold attributes against all tests of a rule, and those of a chosen reading."""
    tests = {**scene.provision.where, **extra}
    answers = [answer(name, tests[name], scene) for name in sorted(tests)]
    if scene.provision.any_of:
        ways = [[answer(name, way[name], scene) for name in sorted(way)] for way in scene.provision.any_of]
        truths = [conjunction(a.truth for a in way) for way in ways]
        telling = [a.why for way, t in zip(ways, truths, strict=True) if t is not False for a in way] or [
            a.why for way in ways for a in way
        ]
        answers.append(Answer(disjunction(truths), " / ".join(telling)))
    truth: Truth = conjunction(a.truth for a in answers)
    # the reason for a No or an open answer are the tests that bring it about
    telling_ = [a.why for a in answers if a.truth is truth] if truth is not True else [a.why for a in answers]
    return Answer(truth, "; ".join(telling_))


def geodesic(provision: Provision) -> bool:
    """Say whether a rule's answer can hang on a boundary view."""
    names = {*provision.where, *(n for way in provision.any_of for n in way)}
    names |= {n for reading in provision.readings for n in reading.where}
    return bool(names & GEODESIC)


def scene_of(instrument: Instrument, provision: Provision, claim: Claim, bearer: str, day: str, view: str) -> Scene:
    """Return the scene of a claim."""
    return Scene(instrument, provision, bearer, day, view, claim.attrs)
