#!/usr/bin/env bash
# Installs what is missing, builds everything and runs all tests. Arguments go to ctest: ./test.sh -R shell
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=.ci/common.sh
. "$here/.ci/common.sh"

install_packages

say "format"
git -C "$here" ls-files -z -- '*.cc' '*.h' | (cd "$here" && xargs -0 -r clang-format --dry-run -Werror)

build

# Two at once; a test under mpirun counts as its number of processes. The pictures' tests need a display.
run_tests=(ctest --test-dir "$build" --output-on-failure --no-tests=error -j 2 "$@")
if [ -z "${DISPLAY:-}" ]; then
  # -noreset: the server would start anew whenever one of its clients is the last to leave.
  run_tests=(xvfb-run -a -s "-screen 0 1280x1024x24 -noreset" "${run_tests[@]}")
fi
say "tests"
"${run_tests[@]}"
