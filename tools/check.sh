#!/usr/bin/env bash
# What a change needs before it is shown to others: formatting, types, lint and clang-tidy of the files
# that changed, and the native tests of what they belong to: check.sh [COMMIT], against that commit
# instead of the one this branch left the main one at.
set -euo pipefail
source tools/setup.sh
source tools/stages.sh

base() {
  git rev-parse --verify -q "${1:-HEAD}" >/dev/null || die "There is no commit $1."
  [ -n "${1:-}" ] && echo "$1" && return
  local main
  for main in origin/HEAD main; do git merge-base HEAD $main 2>/dev/null && return; done
  echo HEAD
}
[ -e .git ] && have git || die "./run check asks Git what has changed, and this is no clone: ./run test tests all."
since=$(base "$@")
mapfile -t changed < <({ git diff --name-only --diff-filter=d "$since"; git ls-files --others --exclude-standard; } | sort -u)
matching() { [ ${#changed[@]} = 0 ] || printf '%s\n' "${changed[@]}" | grep -E "$1" || true; }
say "${#changed[@]} files have changed since $(git log -1 --format='%h, %s' "$since")"

mapfile -t cpp < <(matching '^(engine|shell|web|tests)/.*\.(cpp|h)$')
mapfile -t units < <(matching '^(engine|shell|web)/.*\.cpp$' )
mapfile -t js < <(matching '\.m?js$')
mapfile -t sh < <(matching '(\.sh|^run|^\.ci/run)$')

# Which programs test what changed, and a change of the build touches all
programs=()
want() { [ -z "$(matching "$1")" ] || programs+=("${@:2}"); }
want '^engine/' engine_tests memory_tests
want '^tests/(engine|golden)/' engine_tests
want '^tests/memory/' memory_tests
want '^(engine|shell/(app|canvas|lessons|panels|platform|session)|assets|tests/shell)/' shell_tests
want '^(engine|shell/(cli|lessons)|assets|tests/cli)/' cli_tests
want '(CMakeLists.txt|\.cmake|CMakePresets.json)$' engine_tests memory_tests shell_tests cli_tests
mapfile -t programs < <(printf '%s\n' "${programs[@]}" | sort -u | grep .)

read_it() {
  # Not with &&, before which a failure would not count.
  [ ${#cpp[@]} = 0 ] || { formatting "${cpp[@]}"; rooms; }
  [ ${#js[@]} = 0 ] || { types; lint "${js[@]}"; }
  [ ${#sh[@]} = 0 ] || scripts "${sh[@]}"
  [ ${#units[@]} = 0 ] || tidy "${units[@]}"
}
test_it() {
  local program ran=0 failed=0
  [ ${#programs[@]} != 0 ] || return 0
  build_preset native-check "${programs[@]}"
  for program in "${programs[@]}"; do catch2 '' "build/native-check/$program" timeout 900 || failed=1; done
  return $failed
}

failed=0
(read_it) & reading=$!
(test_it) || failed=1
wait $reading || failed=1
[ $failed = 0 ] && say "Fine, after $SECONDS s" || die "Not yet, after $SECONDS s"
