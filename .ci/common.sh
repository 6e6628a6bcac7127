# Shared by run.sh and test.sh: packages, build, environment. To be sourced, from a shell with
# `set -euo pipefail`. Changes to the project's root folder.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=$root/build
configuration=(-DCMAKE_BUILD_TYPE=Release -DEARSHOT_WERROR=ON)

# Debian 12's own packages, no other source. libopenblas0-pthread: the reference BLAS takes ten times as long.
packages=(
  build-essential cmake ninja-build ccache pkg-config clang-format
  libdeal.ii-dev libmumps-dev libgmsh-dev libvtk9-dev libx11-dev libudunits2-dev
  libspdlog-dev libfmt-dev libcli11-dev libtomlplusplus-dev nlohmann-json3-dev libhdf5-openmpi-dev libcpp-httplib-dev
  libsndfile1-dev libfftw3-dev libsoxr-dev libceres-dev
  libgtest-dev libbenchmark-dev libopenblas0-pthread libopenblas-pthread-dev openmpi-bin
  xvfb xauth fonts-dejavu-core shellcheck
)
# Node.js, which bundles the pages, may be there from elsewhere, with an npm of its own.
command -v npm >/dev/null || packages+=(nodejs npm)
# What the tests of the pages need on top.
test_packages=(chromium)

say() { printf '== %s\n' "$*" >&2; }

# Runs a command and says how long it took: timed "tests" ctest ...
timed() {
  local what=$1 start=$SECONDS code=0
  shift
  say "$what"
  "$@" || code=$?
  say "$what: $((SECONDS - start)) s"
  return "$code"
}

# Rights to install: root, or sudo where it is there.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    say "missing packages need root or sudo: apt-get install ${packages[*]}"
    return 1
  fi
}

# Packages are its arguments.
install_packages() {
  local packages=("$@") installed missing=() package
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${packages[@]}" 2>/dev/null || true)
  for package in "${packages[@]}"; do
    grep -qx "installed $package" <<<"$installed" || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  say "installing ${missing[*]}"
  local log
  log=$(mktemp)
  if ! { as_root apt-get update &&
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; } \
    >"$log" 2>&1; then
    tail -n 30 "$log" >&2
    say "the packages could not be installed (whole log: $log)"
    return 1
  fi
  rm -f "$log"
}

# Cores of this machine; nproc alone would obey OMP_NUM_THREADS.
cores() {
  env -u OMP_NUM_THREADS -u OMP_THREAD_LIMIT nproc
}

# As many compilers as cores, but one for each 1.5 GB that is free: deal.II's headers take more than 1 GB each.
build_jobs() {
  local available_kib by_memory
  available_kib=$(awk '/^MemAvailable:/ { print $2 }' /proc/meminfo)
  by_memory=$((available_kib / 1500000))
  [ "$by_memory" -lt 1 ] && by_memory=1
  echo $(($(cores) < by_memory ? $(cores) : by_memory))
}

# Makes the build folder if there is none.
configure() {
  local log=$build/build.log
  mkdir -p "$build"
  if [ ! -f "$build/build.ninja" ] && ! cmake -S "$root" -B "$build" -G Ninja "${configuration[@]}" >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    rm -f "$build/build.ninja" "$build/CMakeCache.txt"
    say "the configuration failed (whole log: $log)"
    return 1
  fi
}

# Brings targets up to date (without arguments: all). Shows the compiler's words only when it fails.
build() {
  local log=$build/build.log steps
  configure || return 1
  steps=$(ninja -C "$build" -n "$@" 2>/dev/null | grep -c '^\[[0-9]*/[0-9]*\] ' || true)
  [ "$steps" -gt 2 ] && say "building (about $steps steps)"
  if ! ninja -C "$build" -j "$(build_jobs)" "$@" >"$log" 2>&1; then
    grep -vE '^\[[0-9]+/[0-9]+\] (Building|Linking)' "$log" | head -n 80 >&2
    say "the build failed (whole log: $log)"
    return 1
  fi
}

# One BLAS thread a rank; Open MPI as root, in containers without ptrace, without looking for graphics cards.
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
export OMPI_MCA_btl_vader_single_copy_mechanism=none HWLOC_COMPONENTS=-gl
export OPENBLAS_NUM_THREADS=${OPENBLAS_NUM_THREADS:-1} OMP_NUM_THREADS=${OMP_NUM_THREADS:-1}
