# shellcheck shell=bash disable=SC2154
# The stages of ./run test; sourced after setup.sh.

prepare() {
  native_tools
  fetch_sources
  fetch_npm
}

# The checkers of the fixed version that the fetched folder has; where Emscripten is one's own, if present.
has_checker() {
  web bash -c "command -v $1" >/dev/null || { echo "$1 is not installed: not checked"; return 1; }
}

formatting() {
  has_checker clang-format-21 || return 0
  find engine shell web tests -name '*.cpp' -o -name '*.h' | sort | web xargs clang-format-21 --dry-run -Werror
}

# Every include goes where the table of rooms lets it.
rooms() { web node tests/architecture/includes.mjs; }

ctest_in() {
  local preset=$1 filter=$2; shift 2
  "$@" ctest --test-dir "build/$preset" -j "$jobs" --output-on-failure ${filter:+-R "$filter"} \
    "${labels[@]}" --no-tests="$([ -n "$filter" ] && echo ignore || echo error)"
}

unit_tests() {
  local preset=$1 filter=${2:-} with=(env) labels=(-LE browser)
  [[ $preset != web-* ]] || with=(web)
  build_preset "$preset"
  ctest_in "$preset" "$filter" "${with[@]}"
}

# The golden hashes, with every instruction this machine has: fused ones must not change a bit.
march_native() {
  build_preset native-release golden_march_native
  build/native-release/golden_march_native 'golden hash*'
}

# clang-tidy reads the web build's commands, as Emscripten's compiler would: all files, or those named.
tidy() {
  has_checker run-clang-tidy-21 || return 0
  local flag flags=() files=("$PWD/(engine|shell|web)/")
  [ $# = 0 ] || files=("${@/#/$PWD/}")
  for flag in $(web em++ --cflags | sed -E 's/-mllvm +[^ ]+//g; s/-fignore-exceptions//'); do
    flags+=("-extra-arg-before=$flag")
  done
  web run-clang-tidy-21 -clang-tidy-binary clang-tidy-21 -quiet -j "$jobs" -p build/web-release "${flags[@]}" \
    "${files[@]/#/^}" >build/clang-tidy.txt 2>/dev/null && return
  grep -vE '^\[|^$' build/clang-tidy.txt
  return 1
}

# Clang with libFuzzer: one's own, or in a folder of its own. `with` becomes the way to run it.
fuzz_tools() {
  local dir; dir=$(folder_of fuzz)
  with=(env)
  if [ -d "$dir" ] || may_install; then
    make_folder fuzz
    with=(in_folder fuzz)
  elif ! have clang++-21; then
    echo "clang++-21 is not installed: no fuzzing"
    return 1
  fi
}

# Each fuzzer for some seconds, two at a time; new inputs go to build/fuzz, the seeds are kept small.
fuzz() {
  local seconds=${1:-60} name with=() failed=0 running=()
  fuzz_tools || return 0
  fetch_sources
  [ -f build/fuzz/build.ninja ] || "${with[@]}" cmake --preset fuzz
  "${with[@]}" cmake --build build/fuzz -j "$jobs"
  for name in link document csv; do
    fuzz_one "$name" "$seconds" & running+=($!)
    if [ ${#running[@]} = 2 ]; then wait "${running[0]}" || failed=1; running=("${running[1]}"); fi
  done
  for name in "${running[@]}"; do wait "$name" || failed=1; done
  return $failed
}

fuzz_one() {
  local found=build/fuzz/found/$1
  mkdir -p "$found"
  "${with[@]}" build/fuzz/"$1"_fuzzer -max_total_time="$2" -max_len=20000 -timeout=20 -rss_limit_mb=2048 \
    -verbosity=0 -print_final_stats=1 -artifact_prefix="build/fuzz/$1-" "$found" "tests/fuzz/corpus/$1" \
    >"build/fuzz/$1.log" 2>&1 && sed -nE "s/^stat::number_of_executed_units: +/$1: texts tried: /p" "build/fuzz/$1.log" ||
    { tail -n 60 "build/fuzz/$1.log"; return 1; }
}

# Engines from npm are installed for it alone; `bench page` measures the page in a browser.
bench() {
  if [ "${1:-}" = page ]; then
    local with=(env)
    build_preset web-release site >&2
    browser_tools
    "${with[@]}" bash tools/browsers.sh env BACKPROP_SITE="$PWD/build/site" node tests/bench/page.mjs "${@:2}"
    return
  fi
  {
    build_preset native-release bench_native
    build_preset web-release site bench_peak
    [[ " $* " == *" --no-peers "* ]] || fetch_peers
  } >&2
  web node tests/bench/bench.mjs "$@"
}

# What can be taken away, run by what it is for: ONNX Runtime, a C compiler, NumPy and PyTorch.
takeaway() {
  local folder=build/takeaway tests=tests/takeaway with=(in_folder python) lock
  build_preset web-release site
  lock=$(hash_of $tests/package-lock.json)
  if [ "$(cat $tests/node_modules/.lock-hash 2>/dev/null)" != "$lock" ]; then
    say "Installing ONNX Runtime"
    web npm ci --prefix $tests --ignore-scripts --no-update-notifier --loglevel=error
    echo "$lock" >$tests/node_modules/.lock-hash
  fi
  web node --test --test-reporter=dot $tests/onnx.test.mjs
  rm -rf $folder
  web node $tests/prepare.mjs $folder
  cc -std=c99 -O1 -Wall -Wextra -Wpedantic -Werror -o $folder/headers $folder/headers.c -lm
  $folder/headers
  if [ -d "$(folder_of python)" ] || may_install; then
    make_folder python
  else
    with=(env)
    python3 -c 'import numpy, torch' 2>/dev/null ||
      { echo "Without python3-numpy and python3-torch: the Python scripts are not run"; return 0; }
  fi
  "${with[@]}" python3 -B $tests/check.py $folder
}

# Browsers and Node in a folder of their own, where they can be fetched. `with` becomes the way there.
browser_tools() {
  if [ -d "$(folder_of test)" ] || may_install && ! own_emscripten; then
    make_folder test
    with=(in_folder test)
  fi
}

sizes() {
  build_preset web-release site
  web bash tools/sizes.sh build/site
}

browser_tests() {
  local labels=(-L browser) with=(env)
  build_preset web-release site
  browser_tools
  ctest_in web-release "${1:-}" "${with[@]}" bash tools/browsers.sh
}
