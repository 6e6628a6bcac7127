#!/usr/bin/env bash
# Installs what is missing, builds earshot and runs it.
#
#   ./run.sh                              the default case, its results and pictures in results/single_dynamic
#   ./run.sh run my.toml -o out           any command of earshot (--help lists them)
#   NP=4 ./run.sh run my.toml -o out      on four processes
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
threads_asked=${OPENBLAS_NUM_THREADS:-}
# shellcheck source=.ci/common.sh
. "$here/.ci/common.sh"

# Whether the program is there and newer than all that it is made of.
is_up_to_date() {
  [ -x "$build/earshot" ] &&
    [ -z "$(find "$root/CMakeLists.txt" "$root/solver" "$root/postprocess" -type f -newer "$build/earshot" \
      -not -path "*/web/node_modules/*" -not -path "*/web/build/*" -print -quit)" ]
}

# A program that is built runs where packages to build it are missing: python3-paraview takes libvtk9-dev away.
if ! is_up_to_date; then
  install_packages "${packages[@]}"
  build earshot
fi

NP=${NP:-1}
case $NP in
'' | *[!0-9]* | 0*)
  say "NP is a number of processes, not '$NP'"
  exit 2
  ;;
esac

# Pictures need an X server; a virtual one stands in where there is none.
with_display() {
  if [ -n "${DISPLAY:-}" ]; then
    "$@"
  else
    xvfb-run -a "$@"
  fi
}

earshot() {
  if [ "${1:-}" = view ]; then
    with_display "$build/earshot" "$@"
  elif [ "$NP" -gt 1 ]; then
    mpirun --oversubscribe --bind-to none -np "$NP" "$build/earshot" "$@"
  elif [ "${1:-}" = run ]; then # the factorisation's products on all cores: a tenth less time (docs/performance.md)
    OPENBLAS_NUM_THREADS=${threads_asked:-$(cores)} "$build/earshot" "$@"
  else
    "$build/earshot" "$@"
  fi
}

if [ $# -gt 0 ]; then
  earshot "$@"
  exit
fi

results=$here/results/single_dynamic
earshot run "$here/configs/single_dynamic.toml" -o "$results"
say "drawing"
if ! earshot view "$results"; then
  say "no pictures (see above); the results are whole"
fi
say "results: $results"
say "report:  $results/report.html"
