#!/usr/bin/env bash
# Publishes the sample as a native program and prints its size, and the seconds from its start to the first row and to the last of
# 100,000, the least of five runs. The rows have to be those of the command:
#   samples/NativeRows/measure.sh generator.onnx
set -euo pipefail
model=$(realpath "$1")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
dotnet publish -c Release -o "$folder" "$(dirname "$0")" >"$folder/publish.log" 2>&1 || { cat "$folder/publish.log"; exit 1; }
grep -E 'warning IL' "$folder/publish.log" && exit 1
stat -c '%n %s bytes' "$folder/NativeRows" "$folder/libonnxruntime.so" | sed "s|$folder/||"

least() { for _ in 1 2 3 4 5; do local start=$EPOCHREALTIME; "$folder/NativeRows" "$model" "$1" >"$2"; echo "$start $EPOCHREALTIME"; done | awk '{ s = $2 - $1; if (NR == 1 || s < m) m = s } END { printf "%.3f s\n", m }'; }
echo "one row: $(least 1 "$folder/one.csv")"
echo "100,000 rows: $(least 100000 "$folder/many.csv")"
dotnet run -c Release --project "$(dirname "$0")/../../src/FairGan.Cli" -- sample "$model" --rows 100000 --out "$folder/command.csv" >"$folder/command.log" 2>&1 || { cat "$folder/command.log"; exit 1; }
cmp "$folder/many.csv" "$folder/command.csv"
echo "the same rows as fairgan sample: yes"
