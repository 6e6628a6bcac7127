#!/usr/bin/env bash
# Installs what is missing, builds everything and runs all tests. Arguments go to ctest.
#
#   ./test.sh
#   ./test.sh -R shell -V
#   ./test.sh --sanitize        unit tests and bad input under sanitizers, in a build of their own
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if [ "${1:-}" = --sanitize ]; then
  shift
  exec "$here/.ci/sanitize" "$@"
fi
# shellcheck source=.ci/common.sh
. "$here/.ci/common.sh"

timed "packages" install_packages "${packages[@]}" "${test_packages[@]}"

check_sources() {
  git -C "$here" ls-files -z -- '*.cc' '*.h' | (cd "$here" && xargs -0 -r clang-format --dry-run -Werror) &&
    (cd "$here" && shellcheck -x run.sh test.sh .ci/run .ci/fuzz .ci/sanitize .ci/tidy tests/renew_verification \
      docs/renew_earphones)
}
timed "format and shell scripts" check_sources
timed "build" build

# Two at once; a test under mpirun counts as its number of processes. The pictures' tests need a display.
run_tests=(ctest --test-dir "$build" --output-on-failure --no-tests=error -j 2 "$@")
if [ -z "${DISPLAY:-}" ]; then
  # -noreset: the server would start anew whenever one of its clients is the last to leave.
  run_tests=(xvfb-run -a -s "-screen 0 1280x1024x24 -noreset" "${run_tests[@]}")
fi
timed "tests" "${run_tests[@]}"

# A test that leaves something out says so.
skipped=$(awk '/^\[  SKIPPED \].*\(/ { print "  " $4 ": " last } NF && !/^\[/ { last = $0 }' \
  "$build/Testing/Temporary/LastTest.log")
if [ -n "$skipped" ]; then
  say "left out:"
  printf '%s\n' "$skipped" >&2
fi
