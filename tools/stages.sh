# shellcheck shell=bash disable=SC2154
# The stages of ./run test; sourced after setup.sh. A stage that cannot be run here says why and
# returns with `skip`; one in which no test has the name that was asked for, with `no_test`.

skip() { echo "skipped: $*"; exit 77; }
no_test() { exit 78; }

prepare() {
  native_tools
  fetch_sources
  fetch_npm
}

# --- what is read, not run ------------------------------------------------------------------------

# The checkers of the fixed version that the fetched folder has; where Emscripten is one's own, if present.
need_checker() { web bash -c "command -v $1" >/dev/null || skip "$1 is not installed"; }

cpp_files() { git_files '*.cpp' '*.h' | grep -E '^(engine|shell|web|tests)/'; }
# Files of the project by patterns, new ones too; a copy without Git has them all.
git_files() {
  if [ -e .git ] && have git; then
    git ls-files --cached --others --exclude-standard -- "$@" | sort -u | while read -r file; do [ ! -f "$file" ] || echo "$file"; done
  else
    local pattern names=()
    for pattern in "$@"; do names+=(-o -name "$pattern"); done
    find . \( -name node_modules -o -name build -o -name .git \) -prune -o -type f \( "${names[@]:1}" \) -print | sed 's,^\./,,' | sort
  fi
}

# All files, or those named.
formatting() {
  need_checker clang-format-21
  { if [ $# = 0 ]; then cpp_files; else printf '%s\n' "$@"; fi; } | web xargs clang-format-21 --dry-run -Werror
}

# Every include goes where the table of rooms lets it.
rooms() { web node tests/architecture/includes.mjs; }

# Our JavaScript against its comments and the types that the page ships, and for what is likely a slip
types() { web node_modules/.bin/tsc -p tsconfig.json && web node_modules/.bin/tsc -p tests/tsconfig.json; }
lint() { web node_modules/.bin/eslint --max-warnings 0 "${@:-.}"; }

scripts() {
  local with=(env) files=("$@")
  browser_tools
  "${with[@]}" shellcheck --version >/dev/null 2>&1 || skip "shellcheck is not installed"
  [ $# != 0 ] || mapfile -t files < <(git_files '*.sh' run .ci/run)
  "${with[@]}" shellcheck --external-sources "${files[@]}"
}

# clang-tidy, with the commands of the web build as Emscripten's compiler would run them: all files, or
# those named. What was found clean is remembered by all that went into it, and not looked at again;
# CI=true remembers nothing.
tidy() {
  need_checker clang-tidy-21
  [ -f build/web-release/build.ninja ] || { fetch_sources; fetch_npm; web cmake --preset web-release; }
  web node tools/tidy.mjs build/web-release "$jobs" "$cache/tidy" "$@"
}

# --- what is compiled and run -----------------------------------------------------------------------

# Runs a Catch2 program, in as many parts as there are processors: catch2 FILTER PROGRAM [INTERPRETER...]
# An empty FILTER is all tests, else those whose names contain it.
catch2() {
  local filter=$1 program=$2 name i parts=() failed=0; shift 2
  name=$(basename "$program")
  mkdir -p build/test
  # shellcheck disable=SC2001
  [ -z "$filter" ] || filter="*$(sed 's/[],[\\*]/\\&/g' <<<"$filter")*"
  for ((i = 0; i < jobs; ++i)); do
    "$@" "$program" ${filter:+"$filter"} --shard-count "$jobs" --shard-index $i --allow-running-no-tests --colour-mode none \
      >"build/test/$name.$i.txt" 2>&1 & parts+=($!)
  done
  for ((i = 0; i < jobs; ++i)); do
    wait "${parts[i]}" || { failed=1; cat "build/test/$name.$i.txt"; }
    grep -qE '^No tests ran' "build/test/$name.$i.txt" || ran=$((ran + 1))
    tail -n 2 "build/test/$name.$i.txt" | sed -nE "s/^(All tests passed.*|test cases:.*)/$name: \1/p"
  done
  return $failed
}

# With all that can be wrong with memory and undefined behaviour watched: every test of ours
native() {
  local filter=${1:-} program ran=0 failed=0
  local programs=(engine_tests memory_tests page_tests shell_tests cli_tests)
  build_preset native-debug
  for program in "${programs[@]}"; do catch2 "$filter" "build/native-debug/$program" timeout 900 || failed=1; done
  [ $ran != 0 ] || no_test
  return $failed
}

# As it ships natively: the same numbers, also with every instruction of this machine; the library as
# others install it. The command line is built, which tests of the modules under Node compare with.
optimised() {
  local filter=${1:-} ran=0 failed=0
  build_preset native-release numbers_tests numbers_native backprop bench_native
  catch2 "$filter" build/native-release/numbers_tests timeout 900 || failed=1
  catch2 "$filter" build/native-release/numbers_native timeout 900 || failed=1
  if [[ "install: find_package" == *"$filter"* ]]; then
    ran=1
    ctest --test-dir build/native-release -R '^install' --output-on-failure --no-tests=error || failed=1
  fi
  [ $ran != 0 ] || no_test
  return $failed
}

# As WebAssembly, under Node: the engine, also without SIMD.
wasm() {
  local filter=${1:-} program ran=0 failed=0
  local programs=(engine_tests memory_tests numbers_nosimd)
  build_preset web-release "${programs[@]}"
  for program in "${programs[@]}"; do catch2 "$filter" "build/web-release/$program.cjs" web timeout 900 node || failed=1; done
  [ $ran != 0 ] || no_test
  return $failed
}

# Files tests/KIND/NAME.test.mjs whose NAME contains FILTER, or all when KIND does
node_files() {
  local file
  for file in tests/"$1"/*.test.mjs; do
    [[ "$1: $(basename "$file" .test.mjs)" != *"$2"* ]] || echo "$file"
  done
}

# The modules of the page under Node
modules() {
  local files
  mapfile -t files < <(node_files node "${1:-}")
  [ ${#files[@]} != 0 ] || no_test
  build_preset native-release backprop bench_native
  build_preset web-release site bench_peak
  web node --test --test-concurrency=1 "${files[@]}"
}

# The page in one browser; files about the other one alone are left out. Chromium has two parts, so that
# they can run side by side: `scenes`, whose files draw whole pictures at full size, and `chromium`, all others.
in_browser() {
  local part=$1 filter=${2:-} with=(env) files other=BACKPROP_FIREFOX own=BACKPROP_CHROMIUM
  local whole='/(scenes|look)\.test\.mjs$' of=()
  case $part in
    scenes) of=(grep -E "$whole") ;;
    chromium) of=(grep -vE "$whole") ;;
    firefox) of=(xargs -r grep -LE "(launch|siteIn)\('chromium'\)") ;;
  esac
  mapfile -t files < <(node_files browser "$filter" | "${of[@]}")
  [ ${#files[@]} != 0 ] || no_test
  build_preset web-release site
  browser_tools
  "${with[@]}" bash tools/browsers.sh bash -c '[ -n "${!0}" ]' $own || skip "${own#BACKPROP_} is not installed"
  "${with[@]}" bash tools/browsers.sh env -u $other BACKPROP_SITE="$PWD/build/site" \
    node --test --test-concurrency=1 "${files[@]}"
}

sizes() {
  build_preset web-release site
  web bash tools/sizes.sh build/site
}

# --- what strangers send, and what is taken away ------------------------------------------------------

# Clang with libFuzzer: one's own, or in a folder of its own. `with` becomes the way to run it.
fuzz_tools() {
  local dir; dir=$(folder_of fuzz)
  with=(env)
  if [ -d "$dir" ] || may_install; then
    make_folder fuzz
    with=(in_folder fuzz)
  elif ! have clang++-21; then
    skip "clang++-21 is not installed"
  fi
}

# Each fuzzer, two at a time; new inputs go to build/fuzz, the seeds are kept small. By hand for some
# seconds, each time with other texts: `fuzz 600`. Else with the same ones whenever the program is the
# same, so that a change is judged by what it changes.
fuzz() {
  local seconds=${1:-} name with=() failed=0 running=()
  fuzz_tools
  fetch_sources
  [ -f build/fuzz/build.ninja ] || "${with[@]}" cmake --preset fuzz
  "${with[@]}" cmake --build build/fuzz -j "$jobs"
  for name in link document csv step; do
    fuzz_one "$name" ${seconds:+"$seconds"} & running+=($!)
    if [ ${#running[@]} = 2 ]; then wait "${running[0]}" || failed=1; running=("${running[1]}"); fi
  done
  for name in "${running[@]}"; do wait "$name" || failed=1; done
  return $failed
}

fuzz_one() {
  local found=build/fuzz/found/$1 much=(-max_total_time="${2:-}") seeds=tests/fuzz/corpus/$1
  declare -A texts=([link]=15000 [document]=20000 [csv]=5000 [step]=10000)
  [ "$1" != step ] || seeds=tests/steps
  if [ -z "${2:-}" ]; then
    much=(-seed=1 -runs="${texts[$1]}")
    rm -rf "$found"
  fi
  mkdir -p "$found"
  "${with[@]}" build/fuzz/"$1"_fuzzer "${much[@]}" -max_len=20000 -timeout=20 -rss_limit_mb=2048 \
    -verbosity=0 -print_final_stats=1 -artifact_prefix="build/fuzz/$1-" "$found" "$seeds" \
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

# What can be taken away, run by what it is for: ONNX Runtime, a C compiler, NumPy and PyTorch. And the
# other way round: steps of PyTorch, right ones and wrong ones, compared with the engine's.
takeaway() {
  local folder=build/takeaway tests=tests/takeaway with=(in_folder python) lock
  build_preset web-release site
  build_preset native-release backprop
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
      skip "ONNX and C were run, the Python scripts not: python3-numpy and python3-torch are not installed"
  fi
  "${with[@]}" python3 -B $tests/check.py $folder
  "${with[@]}" python3 -B $tests/steps.py $folder/steps
  web node $tests/compare_steps.mjs $folder/steps build/native-release/backprop
}

# Browsers and Node in a folder of their own, where they can be fetched. `with` becomes the way there.
browser_tools() {
  if [ -d "$(folder_of test)" ] || may_install && ! own_emscripten; then
    make_folder test
    with=(in_folder test)
  fi
}
