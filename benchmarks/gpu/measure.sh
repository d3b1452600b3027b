#!/usr/bin/env bash
# Publishes the benchmark with the CUDA packages and runs it on this machine:
#   benchmarks/gpu/measure.sh adult.train.csv --label income --positive '>50K' --sensitive sex
# libtorch is that of the package TorchSharp-cuda-linux or, where FAIRGAN_LIBTORCH names a folder, the one that lies there.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
natives=(-p:FairGanGpu=true)
[ -z "${FAIRGAN_LIBTORCH:-}" ] || natives+=(-p:FairGanTraining=false)
dotnet publish -c Release --use-current-runtime --self-contained "${natives[@]}" -o "$folder" "$(dirname "$0")" >"$folder/publish.log" 2>&1 || { cat "$folder/publish.log"; exit 1; }
"$folder/FairGan.Gpu" "$@"
