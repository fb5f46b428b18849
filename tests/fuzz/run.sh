#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Fuzzes every target for some minutes: tests/fuzz/run.sh [MINUTES_EACH [TARGET...]]. Needs clang with libFuzzer.
# Inputs that were new stay in build-fuzz/corpus/TARGET; a crash ends with status 1 and names its file.
set -u
cd "$(dirname "$0")/../.." || exit 2
mkdir -p build-fuzz
minutes=${1:-1}
[ $# -gt 0 ] && shift
CC=clang meson setup build-fuzz -Dfuzzing=libfuzzer -Db_sanitize=address,undefined -Db_lundef=false -Dprogram=disabled \
  -Dpython=disabled -Dgo=disabled -Dbuildtype=debugoptimized >build-fuzz/setup.log 2>&1 ||
  meson setup --reconfigure build-fuzz >build-fuzz/setup.log 2>&1 || { tail build-fuzz/setup.log; exit 2; }
ninja -C build-fuzz >>build-fuzz/setup.log 2>&1 || { tail -30 build-fuzz/setup.log; exit 2; }
status=0
for binary in build-fuzz/tests/fuzz/fuzz_*; do
  [ -x "$binary" ] && [ -f "$binary" ] || continue
  name=${binary##*/fuzz_}
  [ $# -eq 0 ] || { found=false; for wanted in "$@"; do [ "$wanted" = "$name" ] && found=true; done; $found || continue; }
  mkdir -p "build-fuzz/corpus/$name"
  echo "== $name, $minutes minutes"
  UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 ASAN_OPTIONS=allocator_may_return_null=1 \
    "$binary" -max_total_time=$((minutes * 60)) -timeout=10 -rss_limit_mb=2048 -artifact_prefix="build-fuzz/crash-$name-" \
    -print_final_stats=1 "build-fuzz/corpus/$name" "tests/fuzz/seeds/$name" >"build-fuzz/$name.log" 2>&1 || {
    echo "   FAILED"; grep -E 'ERROR|SUMMARY|runtime error|Test unit written' "build-fuzz/$name.log" | head -5; status=1; }
  grep -E 'stat::number_of_executed_units|cov:' "build-fuzz/$name.log" | tail -2
done
exit $status
