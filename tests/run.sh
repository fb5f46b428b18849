#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Installs what the tests need (Debian, as root), builds and runs them all. The last line counts: N passed, N failed, N skipped.
#   tests/run.sh            everything
#   tests/run.sh --quick    one build, no sanitizers, no other compilers
set -u
cd "$(dirname "$0")/.." || exit 2
quick=false
[ "${1:-}" = --quick ] && quick=true

packages="build-essential clang meson ninja-build pkg-config python3 python3-pip python3-venv python3-pytest python3-jsonschema
  libcmocka-dev libyajl-dev zlib1g-dev libtar-dev libpcre2-dev libssl-dev libzstd-dev liblzma-dev libbz2-dev
  libsqlite3-dev libisal-dev libhyperscan-dev libcurl4-openssl-dev libclang-rt-14-dev abigail-tools doxygen valgrind
  cmake dpkg-dev rpm zstd xz-utils skopeo umoci buildah podman docker.io docker-registry busybox-static iproute2
  iptables mypy golang-go git"

install_packages() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || { echo "not root on a Debian: taking the packages as they are"; return; }
  missing=
  for package in $packages; do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing="$missing $package"
  done
  [ -z "$missing" ] && return
  apt-get update -qq
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null || exit 2
}

# build FOLDER SUITES... -- MESON OPTIONS: builds, runs the suites ("all": all of them), adds to the tally.
failed_stages=
stage() {
  folder=$1; suites=$2; shift 2
  echo "== $folder: $*"
  if [ -f "$folder/build.ninja" ]; then meson setup --reconfigure "$folder" "$@" >"$folder.log" 2>&1
  else meson setup "$folder" "$@" >"$folder.log" 2>&1; fi || { tail -20 "$folder.log"; failed_stages="$failed_stages $folder(setup)"; return; }
  ninja -C "$folder" >>"$folder.log" 2>&1 || { grep -E 'error|FAILED' -A5 "$folder.log" | head -60; failed_stages="$failed_stages $folder(build)"; return; }
  [ "$suites" = none ] && return
  chosen=
  [ "$suites" = all ] || for suite in $suites; do chosen="$chosen --suite $suite"; done
  # shellcheck disable=SC2086
  meson test -C "$folder" --no-rebuild --print-errorlogs $chosen || true
  logs="$logs $folder/meson-logs/testlog.json"
}

install_packages
# A Python without the test modules stands before the distribution's on some machines.
python3 -c 'import pytest, jsonschema' 2>/dev/null || PATH=/usr/bin:$PATH
logs=
rm -f build*/meson-logs/testlog.json
stage build-test all -Dwerror=true
if ! $quick; then
  export ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
  CC=clang stage build-san "unit fuzz hostile anchore cis facts host secrets" -Dwerror=true -Db_sanitize=address,undefined -Db_lundef=false -Dpython=disabled -Dgo=disabled
  unset ASAN_OPTIONS UBSAN_OPTIONS
  stage build-least unit -Dwerror=true -Dopenssl=disabled -Dzstd=disabled -Dlzma=disabled -Dbzip2=disabled \
    -Dsqlite=disabled -Dhyperscan=disabled -Dinflate=zlib -Dprogram=disabled -Dpython=disabled -Dgo=disabled -Dposix_io=false
fi
# shellcheck disable=SC2086
python3 tests/tools/summary.py $logs ${failed_stages:+--failed-stages "$failed_stages"}
