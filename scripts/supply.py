"""What verbale is built from: locked with hashes, tried at its oldest and its newest, and under which licences.

    python -m scripts.supply lock           write requirements/*.txt anew from pyproject.toml
    python -m scripts.supply minimum        run the tests on the oldest versions that pyproject.toml allows
    python -m scripts.supply newest         run them on the newest there are
    python -m scripts.supply licences       write docs/reference/licences.md anew
    python -m scripts.supply wheel          build the wheel twice and compare the bytes

`minimum` and `newest` take `--python 3.13` and the tests to run; each makes an environment of its own below `build/`.
`lock` and both runs need `uv` (`pip install uv`). No file names an index: packages come from wherever pip is set to look.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.metadata as metadata
import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from email.message import Message
from pathlib import Path
from typing import cast

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
LOCKS = {
    "requirements/dev.txt": ("--extra", "dev", "--extra", "ray", "--universal", "--generate-hashes"),
    "requirements/run.txt": ("--extra", "parquet", "--extra", "word", "--universal", "--generate-hashes"),
    "requirements/minimum.txt": (
        "--extra",
        "parquet",
        "--extra",
        "word",
        "--resolution",
        "lowest-direct",
        "--no-annotate",
    ),
}
"""Everything for work on verbale; what a user installs; the oldest of that."""
PAGE = ROOT / "docs" / "reference" / "licences.md"
PERMISSIVE = (
    "apache",
    "bsd",
    "isc",
    "mit",
    "mpl",
    "psf",
    "python",
    "unlicense",
    "zlib",
    "0bsd",
    "public domain",
    "cc0",
)
"""What the licence of a part that users install must be one of; MPL binds the part's own files alone."""
_OWN = "verbale"


def lock() -> None:
    """Write the locks."""
    (ROOT / "requirements").mkdir(exist_ok=True)
    for name, options in LOCKS.items():
        command = ["uv", "pip", "compile", "pyproject.toml", "--python-version", "3.11", "-q", "--upgrade"]
        command += ["--no-emit-index-url", "--no-emit-find-links"]
        command += ["--custom-compile-command", "python -m scripts.supply lock"]
        subprocess.run([*command, *options, "-o", name], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        print(name)


def trial(name: str, python: str, tests: list[str]) -> int:
    """Make an environment of the oldest or newest versions and run tests in it."""
    place = ROOT / "build" / name
    subprocess.run(["uv", "venv", "-q", "--clear", "--python", python, str(place)], check=True)
    environment = {**os.environ, "VIRTUAL_ENV": str(place)}
    install = ["uv", "pip", "install", "-q"]
    if name == "minimum":
        oldest = ROOT / "requirements" / "minimum.txt"
        tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
            "optional-dependencies"
        ]["dev"]
        subprocess.run(
            [*install, "-r", str(oldest), "-c", str(oldest), *_apart(tools, oldest), "httpx"],
            env=environment,
            check=True,
        )
        subprocess.run([*install, "--no-deps", "-e", "."], cwd=ROOT, env=environment, check=True)
    else:
        subprocess.run([*install, "--upgrade", "-e", ".[dev]"], cwd=ROOT, env=environment, check=True)
    folder = "Scripts" if os.name == "nt" else "bin"
    return subprocess.run(
        [str(place / folder / "python"), "-m", "pytest", "-q", *tests], cwd=ROOT, check=False
    ).returncode


def _apart(tools: list[str], oldest: Path) -> list[str]:
    """Return the tools that are not held to an oldest version as parts."""
    held = {re.split(r"[=<>~!\[; ]", line)[0] for line in oldest.read_text(encoding="utf-8").splitlines()}
    return [tool for tool in tools if canonicalize_name(Requirement(tool).name) not in held]


def closure(extras: tuple[str, ...] = ("parquet", "word")) -> dict[str, metadata.Distribution]:
    """Return what an installation of verbale brings along, by name, as far as it is installed here."""
    found: dict[str, metadata.Distribution] = {}
    waiting = [(_OWN, extras)]
    while waiting:
        name, wanted = waiting.pop()
        try:
            distribution = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        for line in distribution.requires or []:
            needed = Requirement(line)
            environments = [{**default_environment(), "extra": extra} for extra in (*wanted, "")]
            if needed.marker is None or any(needed.marker.evaluate(each) for each in environments):  # type: ignore[arg-type]
                key = canonicalize_name(needed.name)
                if key not in found and key != _OWN:
                    waiting.append((key, tuple(needed.extras)))
        if name != _OWN:
            found[name] = distribution
    return dict(sorted(found.items()))


def licence_of(distribution: metadata.Distribution) -> str:
    """Return a part's licence as it states it: the expression, the classifiers, or the first line of the field."""
    about = cast(Message, distribution.metadata)
    if about.get("License-Expression"):
        return str(about["License-Expression"])
    kinds = [c.split(" :: ")[-1] for c in about.get_all("Classifier") or [] if c.startswith("License :: ")]
    if kinds and kinds != ["OSI Approved"]:
        return "; ".join(kinds)
    lines = str(about.get("License") or "").strip().splitlines()
    return lines[0][:60] if lines else ""


def licences() -> str:
    """Return the page of licences."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    direct = {canonicalize_name(Requirement(line).name) for line in project["dependencies"]}
    rows = [
        f"| {name}{' *' if name in direct else ''} | {licence_of(distribution)} |"
        for name, distribution in closure().items()
    ]
    head = """# Licences of the parts

verbale is Apache-2.0. This is what `pip install 'verbale[parquet,word]'` brings along, with the licence that each part states;
written by `python -m scripts.supply licences`, checked by `tests/test_supply.py`. Parts with a star are asked for by verbale
itself, for the reasons in [decisions](../decisions.md), the others by those. Data and weights: [NOTICE](../../NOTICE).

| part | licence |
|---|---|
"""
    return head + "\n".join(rows) + "\n"


def wheels(place: Path) -> list[bytes]:
    """Build the wheel of the last commit twice, from two copies with files of other times; return the bytes of both."""
    made: list[bytes] = []
    packed = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, check=True, capture_output=True).stdout
    stamp = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    for number in (1, 2):
        copy = place / f"copy{number}"
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(copy, filter="data")
        for path in copy.rglob("*"):
            os.utime(path, (10**9 * number, 10**9 * number))
        environment = {**os.environ, "SOURCE_DATE_EPOCH": stamp.strip(), "PYTHONHASHSEED": str(number)}
        command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(place / f"out{number}"), str(copy)]
        subprocess.run(command, env=environment, check=True, capture_output=True)
        (wheel,) = (place / f"out{number}").glob("*.whl")
        made.append(wheel.read_bytes())
    return made


def main() -> int:
    """Do what is asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("lock", "minimum", "newest", "licences", "wheel"))
    parser.add_argument("tests", nargs="*", default=["tests"])
    parser.add_argument("--python", default="3.11")
    given = parser.parse_args()
    if given.what == "lock":
        lock()
    elif given.what == "licences":
        PAGE.write_text(licences(), encoding="utf-8")
    elif given.what == "wheel":
        place = ROOT / "build" / "wheels"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        sums = [hashlib.sha256(made).hexdigest() for made in wheels(place)]
        print("\n".join(sums))
        return int(sums[0] != sums[1])
    else:
        return trial(given.what, given.python, given.tests)
    return 0


if __name__ == "__main__":
    sys.exit(main())
