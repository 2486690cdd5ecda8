"""Listen on an address and show a record there, until stopped."""

from __future__ import annotations

import contextlib
import gc
import secrets
import socket
from collections.abc import Callable, Iterable
from pathlib import Path

import uvicorn

from verbale.errors import RecordError, UsageError
from verbale.record import Record
from verbale.web.app import make_app
from verbale.web.guard import LOCAL, is_local

SHORTEST_TOKEN = 12


def token_for(host: str, token: str | None) -> str | None:
    """Return the token to ask for, a new one for `new`. Raises UsageError where others could reach us without one."""
    if token is None:
        if not is_local(host):
            raise UsageError(
                f"--host {host} opens the record to other machines: add --token new, and --name for each name under "
                "which it is reached."
            )
        return None
    if token == "new":
        return secrets.token_urlsafe(18)
    if len(token) < SHORTEST_TOKEN:
        raise UsageError(f"a token has {SHORTEST_TOKEN} characters or more; `--token new` makes a good one.")
    return token


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens. Raises UsageError where that cannot be."""
    try:
        made = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
        # else an answer's last packet waits for the browser's receipt: 40 ms a page
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made
    except OSError as error:
        raise UsageError(f"cannot listen on {host}:{port}: {error.strerror or error}. Name another --port.") from None


def serve(
    record: Path,
    *,
    host: str,
    port: int,
    token: str | None,
    names: Iterable[str],
    read_only: bool,
    tell: Callable[[str], None],
) -> None:
    """Show a record until stopped; `tell` is told where. Raises UsageError or RecordError before anything listens."""
    if not read_only:
        with contextlib.suppress(
            RecordError
        ):  # brings a record of an older version up to date, and puts down what waits
            Record.open(record, command="verbale serve").close()
    with Record.open(record, write=False):
        pass  # no record, or one of a newer version: said now and not on every page
    token = token_for(host, token)
    # Pages leave few cycles behind, and what they read stays: searching all of it often would halt the pages for it.
    gc.set_threshold(50_000, 50, 100)
    with listen(host, port) as listening:
        app = make_app(record, read_only=read_only, hosts=LOCAL | {host, *names}, token=token)
        shown = f"[{host}]" if ":" in host else host
        tell(f"{record} is open at http://{shown}:{listening.getsockname()[1]}/" + (" (to read)" if read_only else ""))
        if token:
            tell(f"token: {token}")
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=3
        )
        uvicorn.Server(config).run(sockets=[listening])
