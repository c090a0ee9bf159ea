#!/usr/bin/env bash
# Builds and runs every test, as continuous integration does: test.sh [NAME], where NAME is a stage, or
# part of the names of tests. Keeps going after a failure, and ends with the time of every stage, on the
# clock and of the processors, and a line "N passed, N failed, N skipped" over the stages. A stage that
# cannot run here is skipped, which is a failure when the environment has CI=true.
set -euo pipefail
source tools/setup.sh
name=${1:-}
case $name in onnx | python) name=takeaway ;; sizes) name=page ;; esac
begin=$SECONDS
logs=$PWD/build/test
rm -rf "$logs"
mkdir -p "$logs"

# The stages by the names that ./run test takes
declare -A titles=(
  [tools]="tools and sources" [format]="formatting" [rooms]="rooms and their includes"
  [types]="types of the JavaScript"
  [lint]="lint of the JavaScript" [scripts]="shell scripts" [page]="page and its sizes"
  [native]="native, sanitized" [optimised]="native, optimised" [wasm]="WebAssembly under Node"
  [modules]="modules of the page under Node" [tidy]="clang-tidy" [fuzz]="fuzzers"
  [takeaway]="taken away, run elsewhere" [chromium]="page in Chromium"
  [scenes]="pictures in Chromium" [firefox]="page in Firefox"
)
declare -A commands=([tools]=prepare [format]=formatting [page]=sizes
  [chromium]="in_browser chromium" [scenes]="in_browser scenes" [firefox]="in_browser firefox")
testing=" native optimised wasm modules chromium scenes firefox " # those in which tests are chosen by name

# Whether a stage belongs to what was asked for; `filter` becomes the part of names to look for.
wanted() {
  filter=
  case $name in
    '' | "$1") return 0 ;;
    browser) [[ $1 == chromium || $1 == scenes || $1 == firefox ]] && return ;;
  esac
  [[ -z ${titles[$name]:-} && $name != browser && $testing == *" $1 "* ]] && filter=$name
}

# Runs a stage in a shell of its own (in a condition `set -e` would have no effect). With others beside
# it, what it prints is shown at its end.
stage() {
  local id=$1 filter code=0 start=$SECONDS verdict
  wanted "$id" || return 0
  [ -n "$beside" ] || say "== ${titles[$id]}"
  # shellcheck disable=SC2086
  {
    TIMEFORMAT='%U %S'
    time bash -c 'set -euo pipefail; source tools/setup.sh; source tools/stages.sh; "$@"' _ \
      ${commands[$id]:-$id} ${filter:+"$filter"} 2>&1 | if [ -n "$beside" ]; then cat >"$logs/$id.txt"; else tee "$logs/$id.txt"; fi
  } 2>"$logs/$id.time" || code=$?
  case $code in
    0) verdict=ok ;;
    77) verdict=skipped; [ "${CI:-}" != true ] || verdict='skipped, FAILED' ;;
    78) return 0 ;;
    *) verdict=FAILED ;;
  esac
  if [ -n "$beside" ]; then say "== ${titles[$id]}: $verdict"; cat "$logs/$id.txt"; fi
  [[ $verdict != *FAILED ]] || echo "$id" >>"$logs/failed.txt"
  printf '%-34s %5d s %6.0f s of processors  %s\n' "${titles[$id]}" $((SECONDS - start)) \
    "$(awk '{ print $1 + $2 }' "$logs/$id.time")" "$verdict" >>"$logs/report.txt"
}

lane() { local id; for id in "$@"; do stage "$id"; done; }

beside=
lane tools format rooms types lint scripts page
# Tests in browsers mostly wait: two lanes for them, and beside them the rest is compiled and run, with
# less of a right to the processors.
beside=yes
[[ -z $name || -z ${titles[$name]:-} ]] || beside= # one stage alone
lane chromium & running=($!)
lane firefox scenes & running+=($!)
( renice -n 15 $BASHPID >/dev/null; lane native optimised wasm modules tidy takeaway fuzz ) & running+=($!)
trap 'kill "${running[@]}" 2>/dev/null' INT TERM
wait "${running[@]}"

[ -s "$logs/report.txt" ] || die "No stage and no test is called $name: the stages are ${!titles[*]}."
# What failed once more, where it is found: at the end, above the times
if [ -s "$logs/failed.txt" ]; then
  while read -r id; do
    say "== ${titles[$id]}: FAILED"
    { grep -qF 'failing tests:' "$logs/$id.txt" && sed -n '/failing tests:/,$p' "$logs/$id.txt" || tail -n 40 "$logs/$id.txt"; } | head -n 80
  done <"$logs/failed.txt"
fi
echo
cat "$logs/report.txt"
echo "total $((SECONDS - begin)) s on $jobs processors"
count() { grep -cE "  $1\$" "$logs/report.txt" || true; }
failed=$(count '(skipped, )?FAILED')
echo "$(count ok) passed, $failed failed, $(count 'skipped.*') skipped"
[ "$failed" = 0 ]
