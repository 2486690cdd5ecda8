"""Where accounts differ."""

from __future__ import annotations

from collections import Counter

from starlette.requests import Request

from verbale.web.library import Desk
from verbale.web.shown import Shown, format_of, page_of
from verbale.web.sides import differing


def listing(desk: Desk, request: Request) -> Shown:
    """Accounts that cannot all be right, what matters most and is surest first."""
    kind = request.query_params.get("kind", "")
    every = desk.index.disagreements
    chosen = [d for d in every if not kind or d.kind == kind]
    shown = page_of(request, chosen)
    kinds = sorted(Counter(d.kind for d in every).items(), key=lambda k: (-k[1], k[0]))
    if format_of(request) == "html":
        context = {"disagreements": differing(desk, shown), "kinds": kinds}
        return Shown("disagreements.html", "Disagreements", rows=(), context=context, total=len(chosen))
    rows = [desk.view.disagreement(d) for d in shown]
    return Shown("disagreements.html", "Disagreements", rows=rows, total=len(chosen))
