"""Actors: who is in the record, and one actor with names, offices, words and deeds."""

from __future__ import annotations

import re

import numpy as np
from msgspec import Struct
from rapidfuzz import fuzz, process
from starlette.requests import Request

from verbale.analysis.results import Label
from verbale.store import Post
from verbale.web.charts import Scale, Tick, pulse
from verbale.web.choosing import latest
from verbale.web.index import NO_DAY, Who, day_number
from verbale.web.library import Desk
from verbale.web.lines import lines, told
from verbale.web.shown import Shown, format_of, missing, page_of
from verbale.web.worked import framing_of, positions_of

_KINDS = ("person", "polity", "organisation", "office", "group", "document", "place")
_POSTS = 6
_WIDTH = 400.0
_YEAR = re.compile(r"\d{4}(?:-\d\d)?(?:-\d\d)?")


def listing(desk: Desk, request: Request) -> Shown:
    """Actors, those most often named first."""
    kind = request.query_params.get("kind", "")
    words = request.query_params.get("named", "").casefold()
    everybody = list(desk.index.actors.values())
    chosen = [w for w in everybody if (not kind or w.kind == kind) and (not words or words in w.name.casefold())]
    shown = page_of(request, chosen)
    if format_of(request) == "html":
        counts = [(k, sum(w.kind == k for w in everybody)) for k in _KINDS]
        context = {"actors": shown, "kinds": [c for c in counts if c[1]], "named": desk.index.name}
        return Shown("actors.html", "Actors", rows=(), context=context, total=len(chosen))
    wanted = {w.id for w in shown}
    rows = [row for row in desk.view.actors() if row.id in wanted]
    return Shown("actors.html", "Actors", rows=rows, total=len(chosen))


class PostBar(Struct, frozen=True):
    """An office on a line of years."""

    title: str
    since: str | None
    until: str | None
    x: float
    width: float
    open_left: bool
    open_right: bool
    basis: str


def _bars(desk: Desk, key: str) -> tuple[list[PostBar], tuple[Tick, ...]]:
    posts = sorted(desk.store.posts(key), key=lambda p: (p.until is None, p.until or "", p.since or ""), reverse=True)[
        :_POSTS
    ]
    days = [(day_number(_whole(p.since, first=True)), day_number(_whole(p.until, first=False))) for p in posts]
    known = [n for pair in days for n in pair if n != NO_DAY]
    known += [n for n in (*desk.index.first[desk.index.speaker.mask(key)],) if n != NO_DAY]
    low, high = (min(known), max(known)) if known else (0, 1)
    low, high = low - 200, high + 200
    scale = Scale(low, high, 0, _WIDTH)
    bars = []
    for post, (since, until) in zip(posts, days, strict=True):
        x = scale.x(since) if since != NO_DAY else 0.0
        end = scale.x(until) if until != NO_DAY else _WIDTH
        bars.append(
            PostBar(
                _titled(desk, post), post.since, post.until, x,
                max(4.0, round(end - x, 1)), since == NO_DAY, until == NO_DAY, "lexicon" if post.basis == "lexicon" else "article",
            )
        )  # fmt: skip
    return bars, scale.ticks(5) if known else ()


def _titled(desk: Desk, post: Post) -> str:
    """Return an office with what it is an office of, by name where only its key is known."""
    of = desk.index.by_key.get(post.of or "", post.of or "")
    return f"{post.title} of {of}" if of and of.casefold() not in post.title.casefold() else post.title


def _whole(value: str | None, *, first: bool) -> str | None:
    found = _YEAR.match(value or "")
    if not found:
        return None
    return found[0] + ("-01-01" if first else "-12-31")[(len(found[0]) - 4) :]


def _labels(desk: Desk, key: str) -> list[tuple[str, list[Label]]]:
    """Return how outlets name an actor, where that is more than its one name."""
    framing = framing_of(desk)
    found: dict[str, list[Label]] = {}
    for label in framing.labels if framing else ():
        if label.about_id == key:
            found.setdefault(label.outlet, []).append(label)
    if len({label.label for labels in found.values() for label in labels}) < 2:
        return []
    ordered = sorted(found.items(), key=lambda o: (-sum(label.count for label in o[1]), o[0]))
    return [
        (outlet, sorted(labels, key=lambda label: (-label.count, label.label))[:6]) for outlet, labels in ordered[:12]
    ]


def _alike(desk: Desk, who: Who) -> list[Who]:
    """Return actors of like names, which a person may hold to be the same."""
    others = {w.id: w.name for w in desk.index.actors.values() if w.id != who.id and w.kind == who.kind}
    close = process.extract(who.name, others, scorer=fuzz.token_set_ratio, score_cutoff=60, limit=8)
    return [desk.index.actors[key] for _, _, key in close]


def one(desk: Desk, request: Request) -> Shown:
    """One actor."""
    key = request.path_params["id"]
    index = desk.index
    who = index.actors.get(key)
    if who is None:
        raise missing("actor")
    actor = desk.store.actor(key)
    if actor is None:
        raise missing("actor")
    if format_of(request) != "html":
        row = next(r for r in desk.view.actors() if r.id == key)
        return Shown("actor.html", who.name, rows=[row]) if format_of(request) == "csv" else Shown("", "", data=row)
    own = index.speaker.mask(key)
    behind = index.party.mask(key) & ~own
    said = np.flatnonzero(own)
    heard = np.flatnonzero(index.addressee.mask(key))
    events = np.flatnonzero(index.events_with(key))
    ties = [
        (link, True, link.right_id) for link in desk.store.links(left=key) if link.type in ("part_of", "speaks_for")
    ]
    ties += [
        (link, False, link.left_id) for link in desk.store.links(right=key) if link.type in ("part_of", "speaks_for")
    ]
    bars, ticks = _bars(desk, key)
    context = {
        "who": who,
        "party": index.actors.get(who.party_id),
        "aliases": actor.aliases,
        "bars": bars,
        "ticks": ticks,
        "said": lines(desk, [index.ids[n] for n in latest(index.first, index.last, said)[:12]]),
        "said_count": len(said),
        "pulse": pulse(
            [int(max(a, b)) for a, b in zip(index.first[own | behind], index.last[own | behind], strict=True)]
        ),
        "acts": index.act.counts(own),
        "voices": [(i, index.name(i), n) for i, n in index.speaker.counts(behind)[:12]],
        "behind_count": int(behind.sum()),
        "heard": lines(desk, [index.ids[n] for n in latest(index.first, index.last, heard)[:6]]),
        "heard_count": len(heard),
        "events": told(desk, [index.event_ids[n] for n in latest(index.event_first, index.event_last, events)[:8]]),
        "event_count": len(events),
        "ties": [(link, mine, index.name(other), other) for link, mine, other in ties if index.name(other)][:30],
        "positions": [p for p in positions_of(desk) or () if p.actor_id == key],
        "labels": _labels(desk, key),
        "alike": _alike(desk, who),
        "carriers": [(index.outlets.get(o, o), o, n) for o, n in index.outlet_counts(own)[:8]],
    }
    return Shown("actor.html", who.name, rows=(), context=context)
