#!/bin/sh
# Build the wheel, install it into an environment of its own, and use it from another folder: what the checkout has and
# the wheel lacks shows here and nowhere else. Needs BIN, the folder of the development environment's programs.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
"$BIN/python" -m build --wheel --outdir "$place/dist" "$root" >"$place/build.log" 2>&1 || { tail -n 20 "$place/build.log"; exit 1; }
"$BIN/python" -m venv "$place/venv"
"$place/venv/bin/python" -m pip install --quiet --disable-pip-version-check "$place"/dist/*.whl
cp -r "$root/examples/dam-on-the-nile" "$place/articles"
cd "$place"
venv/bin/verbale build r.db articles/*.txt --quiet
venv/bin/verbale verify r.db
venv/bin/verbale doctor
[ "$(venv/bin/verbale statements r.db --jsonl | wc -l)" -ge 20 ] || { echo "the wheel finds too few statements"; exit 1; }
echo "wheel: $(du -h dist/*.whl | cut -f1), builds and verifies a record outside the checkout"
