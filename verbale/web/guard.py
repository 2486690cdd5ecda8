"""Who may ask, and what a browser may do with the answer: hosts, origins, tokens, sizes, headers.

The pages listen on this machine only. That keeps out other machines and not other pages in the same browser: these
are kept out by the names under which we answer (DNS rebinding), by the origin of every change, and by a token in
every form.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

KEY_COOKIE = "verbale_key"
LOGIN_COOKIE = "verbale_login"
NAME_COOKIE = "verbale_name"
LARGEST_BODY = 64 * 1024
"""A judgement is a few hundred bytes."""
LARGEST_UPLOAD = 32 * 1024 * 1024
"""Articles given at once on `/add`."""
LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with none at all, a form of ours would come from "null"
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OPEN = ("/-/login", "/-/health", "/static/")


def is_local(host: str) -> bool:
    """Tell whether a name or address to listen on is this machine's own and nobody else's."""
    if host.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


class Guard:
    """Middleware that refuses what should not reach a page."""

    def __init__(self, app: ASGIApp, *, hosts: Iterable[str] = LOCAL, token: str | None = None) -> None:
        self.app = app
        self._hosts = frozenset(h.casefold().strip("[]") for h in hosts)
        self._token = token
        self._secret = secrets.token_bytes(32)

    # -- tokens ----------------------------------------------------------------------------------------------------

    def _sign(self, what: str) -> str:
        return hmac.new(self._secret, what.encode("utf-8", "replace"), hashlib.sha256).hexdigest()

    def form_token(self, request: HTTPConnection) -> str:
        """Return what a form must carry so that its change is taken as this browser's own."""
        return self._sign("form:" + str(request.scope["verbale.key"]))

    def may_change(self, request: Request, given: str) -> bool:
        """Tell whether a form carries its token."""
        return hmac.compare_digest(self.form_token(request), given)

    def log_in(self, given: str) -> str | None:
        """Return the value of the login cookie for the right token."""
        right = hmac.compare_digest((self._token or "").encode(), given.encode("utf-8", "replace"))
        return self._sign("login") if self._token and right else None

    def is_in(self, request: HTTPConnection) -> bool:
        """Tell whether whoever asks has shown the token, or needs none."""
        if self._token is None:
            return True
        bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(self._sign("login"), request.cookies.get(LOGIN_COOKIE, "")) or hmac.compare_digest(
            self._token.encode(), bearer.encode("utf-8", "replace")
        )

    # -- the door --------------------------------------------------------------------------------------------------

    def _refusal(self, scope: Scope) -> Response | None:
        request = HTTPConnection(scope)
        host = request.headers.get("host", "")
        try:
            name = (urlsplit("//" + host).hostname or "").casefold()
        except ValueError:
            name = ""
        if name not in self._hosts:
            return PlainTextResponse("This address is not one under which the record is shown.", 421)
        if scope["method"] not in _SAFE:
            origin = request.headers.get("origin")
            if origin is not None and urlsplit(origin).netloc.casefold() != host.casefold():
                return PlainTextResponse("A page of another site may change nothing here.", 403)
            if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
                return PlainTextResponse("A page of another site may change nothing here.", 403)
            length = request.headers.get("content-length", "")
            if not length.isdecimal() or int(length) > (LARGEST_UPLOAD if scope["path"] == "/add" else LARGEST_BODY):
                return PlainTextResponse("Too much, or of no stated length.", 413)
        if not scope["path"].startswith(_OPEN) and not self.is_in(request):
            if "text/html" in request.headers.get("accept", ""):
                return RedirectResponse("/-/login", 303)
            return PlainTextResponse("Log in at /-/login, or send the token as `Authorization: Bearer`.", 401)
        return None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or let through."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        known = HTTPConnection(scope).cookies.get(KEY_COOKIE, "")
        key = known if len(known) == 32 and known.isalnum() else secrets.token_hex(16)
        scope["verbale.key"] = key
        scope["verbale.guard"] = self

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                if "cache-control" not in headers:
                    headers["Cache-Control"] = "private, no-cache"
                if key != known and Headers(raw=message["headers"]).get("content-type", "").startswith("text/html"):
                    headers.append("Set-Cookie", f"{KEY_COOKIE}={key}; Path=/; HttpOnly; SameSite=Strict")
            await send(message)

        refused = self._refusal(scope)
        await (refused or self.app)(scope, receive, sealed)


def guard_of(request: HTTPConnection) -> Guard:
    """Return the guard that let a request in."""
    guard = request.scope["verbale.guard"]
    assert isinstance(guard, Guard)
    return guard
