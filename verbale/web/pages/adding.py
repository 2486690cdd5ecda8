"""Adding articles: pasted or dropped files, read in a process of their own, with progress; one batch at a time."""

from __future__ import annotations

import contextlib
import hashlib
import multiprocessing
import os
import re
import tempfile
import threading
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from verbale.errors import VerbaleError
from verbale.record import Record
from verbale.web.guard import LARGEST_UPLOAD, guard_of
from verbale.web.library import Desk
from verbale.web.shown import Shown

_FILES = 500
_UNSAFE = re.compile(r"[^\w.\- ]+")


def file_name(given: str, number: int) -> str:
    """Return a name for a file that was given under any name: no folder, no leading dot, no surprise."""
    last = re.split(r"[/\\]", given)[-1]
    safe = _UNSAFE.sub("_", last).strip(". ")[-100:].lstrip(". ")
    return safe or f"article-{number}.txt"


def _work(record: Path, folder: str, names: Sequence[str], told: Connection) -> None:
    """Read the files into the record. Runs in a process of its own."""
    os.chdir(folder)  # so that receipts name the files and not our folder

    def progress(stage: str, done: int, what: str) -> None:
        with contextlib.suppress(OSError):
            told.send(("doing", stage, done))

    try:
        with Record.open(record, command="verbale serve") as opened:
            added = opened.build(list(names), progress=progress)
        told.send(("done", f"{added.new} new, {added.known} known already, {added.skipped} not read", 0))
    except VerbaleError as error:
        told.send(("failed", str(error), 0))


class Adder:
    """Takes a batch of articles, and says how far it is."""

    def __init__(self, record: Path) -> None:
        self._record = record.resolve()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._process: multiprocessing.process.BaseProcess | None = None
        self.state = ""
        """What is being done, in words; empty where nothing is or was."""
        self.outcome = ""
        """How the last batch ended."""

    def busy(self) -> bool:
        """Tell whether a batch is being read."""
        return self._thread is not None and self._thread.is_alive()

    def put(self, files: list[tuple[str, bytes]]) -> bool:
        """Take a batch; False while another is being read."""
        with self._lock:
            if self.busy():
                return False
            self.state, self.outcome = "Reading …", ""
            self._thread = threading.Thread(target=self._run, args=(files,), name="verbale-add", daemon=True)
            self._thread.start()
            return True

    def settle(self, timeout: float = 120.0) -> bool:
        """Wait until the batch is read."""
        if self._thread is not None:
            self._thread.join(timeout)
        return not self.busy()

    def close(self) -> None:
        """Stop; what was read is kept, and the same articles given again go on from there."""
        if self._process is not None and self._process.is_alive():
            self._process.terminate()
        if self._thread is not None:
            self._thread.join(timeout=10)

    def _run(self, files: list[tuple[str, bytes]]) -> None:
        outcome = "The reading stopped before its end; give the same articles again."
        with tempfile.TemporaryDirectory(prefix="verbale-") as folder:
            names: list[str] = []
            for number, (name, content) in enumerate(files):
                safe = file_name(name, number)
                if safe in names:
                    safe = f"{number}-{safe}"
                (Path(folder) / safe).write_bytes(content)
                names.append(safe)
            spawning = multiprocessing.get_context("spawn")
            ours, theirs = spawning.Pipe(duplex=False)
            self._process = spawning.Process(target=_work, args=(self._record, folder, names, theirs))
            self._process.start()
            theirs.close()
            with contextlib.suppress(EOFError):
                while True:
                    kind, what, done = ours.recv()
                    if kind == "doing":
                        self.state = f"{_STAGES.get(what, what)} {done or ''} …"
                    else:
                        outcome = what
            self._process.join()
        self.state, self.outcome = "", outcome


_STAGES = {"read": "Read", "code": "Coded", "collate": "Comparing with the others"}


def page(desk: Desk, request: Request) -> Shown:
    """The form, and how far the last batch is."""
    adder: Adder = request.app.state.adder
    data = {"busy": adder.busy(), "state": adder.state, "outcome": adder.outcome}
    return Shown("add.html", "Add articles", data=data, context=data)


async def add(request: Request) -> Response:
    """Take pasted text and files."""
    form = await request.form(max_files=_FILES, max_fields=8, max_part_size=LARGEST_UPLOAD)
    if not guard_of(request).may_change(request, str(form.get("form_token", ""))):
        raise HTTPException(403, "This form is out of date, or not ours. Load the page again.")
    files: list[tuple[str, bytes]] = []
    text = str(form.get("text", "")).replace("\r\n", "\n")
    if text.strip():
        content = text.encode("utf-8", "replace")
        files.append((f"pasted-{hashlib.sha256(content).hexdigest()[:12]}.txt", content))
    given = [value for value in form.getlist("files") if isinstance(value, UploadFile)]
    files += [(value.filename, await value.read()) for value in given if value.filename]
    if not files:
        raise HTTPException(400, "Nothing was given: paste an article, or choose files.")
    if not request.app.state.adder.put(files):
        raise HTTPException(409, "A batch is being read; wait until it is done.")
    return RedirectResponse("/add", 303)
