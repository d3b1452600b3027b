#!/usr/bin/env bash
# Trains, samples and audits with two commits, one seed and one number of threads, and compares what they write byte for byte.
#   benchmarks/same-bytes.sh OLD NEW [train options, such as --steps 60]
# OLD and NEW are commits (built in clones of their own) or folders in which src/FairGan.Cli is built already.
# Data: the embedded HMDA, and German and COMPAS where the folder FAIRGAN_DATA (default ../shared/data) has them.
# Trains without protection where the build has any: its random limits are not the subject, and 0.1.0 had none.
# Prints one line a file and exits with 1 where one differs.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
data=${FAIRGAN_DATA:-$root/../shared/data}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
old=$1 new=$2
shift 2

build() {
  if [ -d "$1" ]; then (cd "$1" && pwd); return; fi
  git clone -q "$root" "$work/$2" && git -C "$work/$2" checkout -q "$1"
  dotnet build -c Release -v quiet "$work/$2/src/FairGan.Cli" >&2
  echo "$work/$2"
}

run() { # folder of the commit, folder for the outputs, train options
  local cli="dotnet $1/src/FairGan.Cli/bin/Release/net10.0/FairGan.Cli.dll" out=$2
  shift 2
  if $cli train --help | grep -q -e --min-rows; then set -- "$@" --min-rows 0; fi
  table() { # name, CSV, label, positive value, sensitive columns, train options
    local name=$1 csv=$2 granted="$3=$4" roles=(--label "$3" --positive "$4" --sensitive "$5")
    shift 5
    $cli train "$csv" "${roles[@]}" --seed 1 --threads 2 --quiet --out "$out/$name" "$@" >/dev/null
    $cli sample "$out/$name/generator.onnx" --rows 5000 --seed 7 --out "$out/$name/sample.csv" --quiet >/dev/null
    $cli sample "$out/$name/generator.onnx" --rows 2000 --seed 7 --strength 0.5 --where "$granted" --out "$out/$name/where.csv" --quiet >/dev/null
    $cli audit "$out/$name/sample.csv" "${roles[@]}" --json "$out/$name/audit.json" --quiet >/dev/null
    $cli audit "$csv" "${roles[@]}" --bootstrap 200 --json "$out/$name/audit-real.json" --quiet >/dev/null
  }
  table hmda "$root/src/FairGan.Cli/Data/hmda.csv" deny no afam "$@"
  if [ -f "$data/german.train.csv" ]; then table german "$data/german.train.csv" credit good sex "$@"; fi
  if [ -f "$data/compas.train.csv" ]; then table compas "$data/compas.train.csv" two_year_recid No race "$@"; fi
  for kept in "$root"/tests/FairGan.Export.Tests/Files/*.onnx; do
    $cli sample "$kept" --rows 3000 --seed 3 --out "$out/kept-$(basename "$kept" .onnx).csv" --quiet >/dev/null 2>&1 || true
  done
}

old=$(build "$old" old)
new=$(build "$new" new)
run "$old" "$work/before" "$@"
run "$new" "$work/after" "$@"
status=0
for file in $(cd "$work/before" && find . -type f ! -name training.json ! -name MODEL_CARD.md | sort); do
  if cmp -s "$work/before/$file" "$work/after/$file"; then echo "same    $file"; else echo "differs $file"; status=1; fi
done
exit $status
