#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Measures `cisdock scan` against floors: tests/bench/run.sh [FOLDER [ROUNDS]]. Images are made in FOLDER (2 GB; default
# build-bench/images) unless they are there. Prints a table in Markdown.
set -eu
cd "$(dirname "$0")/../.."
folder=${1:-build-bench/images}
[ -f build-bench/build.ninja ] || meson setup build-bench --buildtype=release -Db_ndebug=true >/dev/null
ninja -C build-bench >/dev/null
[ -f "$folder/small.docker.tar" ] || python3 tests/bench/make_images.py "$folder"
python3 tests/bench/measure.py build-bench "$folder" "${2:-7}"
python3 tests/bench/cache.py build-bench "$folder"
