#!/usr/bin/env bash
# Builds and runs every test, as continuous integration does; see ./run help. Keeps going after a
# failure, and ends with the time of every stage and a line "N passed, N failed" over the stages.
set -euo pipefail
source tools/setup.sh
filter=${1:-}
report=() passed=0 failed=0 begin=$SECONDS

# Runs a command as a stage, in a shell of its own (in a condition `set -e` would have no effect).
stage() {
  local name=$1 start=$SECONDS verdict=ok; shift
  say "== $name"
  if bash -c 'set -euo pipefail; source tools/setup.sh; source tools/stages.sh; "$@"' _ "$@"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1)) verdict=FAILED
  fi
  report+=("$(printf '%-44s %5d s  %s' "$name" $((SECONDS - start)) $verdict)")
}

stage "tools and sources" prepare
if [ -z "$filter" ]; then stage "formatting" formatting; fi
if [ -z "$filter" ] || [ "$filter" = rooms ]; then stage "rooms" rooms; fi
if [[ $filter != browser* ]]; then
  stage "native, sanitized" unit_tests native-debug "$filter"
  stage "native, optimised" unit_tests native-release "$filter"
  [[ $filter && "golden hash" != *$filter* ]] || stage "native, -march=native" march_native
  stage "WebAssembly, modules under Node" unit_tests web-release "$filter"
  stage "WebAssembly without SIMD" unit_tests web-nosimd "$filter"
fi
if [ -z "$filter" ]; then stage "clang-tidy" tidy; fi
if [ -z "$filter" ] || [ "$filter" = sizes ]; then stage "sizes of the page" sizes; fi
if [ -z "$filter" ] || [ "$filter" = fuzz ]; then stage "fuzzers, a minute each" fuzz 60; fi
case " takeaway onnx python " in *" ${filter:-takeaway} "*) stage "taken away, run elsewhere" takeaway ;; esac
stage "page in browsers" browser_tests "$filter"

echo
printf '%s\n' "${report[@]}"
echo "total $((SECONDS - begin)) s"
echo "$passed passed, $failed failed"
[ $failed = 0 ]
