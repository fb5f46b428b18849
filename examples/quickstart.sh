#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# From a fresh Debian 12 to the findings of an image: installs what the build needs, builds, and scans.
#   sh examples/quickstart.sh [IMAGE]
# IMAGE: a docker-archive, an OCI layout (folder or tar), or a root file system tar, packed or not. Without one, an image is
# made from packages of the distribution.
set -eu
case ${1:-} in -*|/*|'') image=${1:-} ;; *) image=$(pwd)/$1 ;; esac
cd "$(dirname "$0")/.."
build=${CISDOCK_BUILD:-build}

install_packages() {
  packages="gcc libc6-dev meson ninja-build pkg-config python3 libyajl-dev zlib1g-dev libtar-dev libpcre2-dev libssl-dev
    libzstd-dev liblzma-dev libbz2-dev libsqlite3-dev libisal-dev"
  missing=
  for package in $packages; do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing="$missing $package"
  done
  [ -z "$missing" ] && return
  [ "$(id -u)" = 0 ] || { echo "quickstart: as root, install:$missing" >&2; exit 2; }
  echo "installing:$missing" >&2
  apt-get update -qq >&2
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

# A small image from packages: their files, the database that tells of them, and a configuration. Prints its name.
make_image() {
  made=$build/quickstart-image
  rm -rf "$made"
  mkdir -p "$made/root/var/lib/dpkg/info" "$made/root/etc" "$made/debs"
  for package in base-files base-passwd libc6 busybox passwd; do
    (cd "$made/debs" && apt-get -o APT::Sandbox::User=root download -qq "$package" >&2)
  done
  for deb in "$made"/debs/*.deb; do
    dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$made/root"
    { dpkg-deb -f "$deb" Package Version Architecture Maintainer Source Installed-Size; echo "Status: install ok installed"; echo; } \
      >>"$made/root/var/lib/dpkg/status"
  done
  cp "$made/root/usr/share/base-passwd/passwd.master" "$made/root/etc/passwd"
  cp "$made/root/usr/share/base-passwd/group.master" "$made/root/etc/group"
  mkdir "$made/archive"
  tar -c --sort=name --numeric-owner --owner=0 --group=0 --mtime=@0 -C "$made/root" . >"$made/archive/layer.tar"
  layer=$(sha256sum "$made/archive/layer.tar" | cut -d' ' -f1)
  cat >"$made/archive/config.json" <<CONFIG
{"architecture":"$(dpkg --print-architecture)","os":"linux","config":{"User":"nobody","Env":["PATH=/usr/bin:/bin"],"Cmd":["sh"]},
 "rootfs":{"type":"layers","diff_ids":["sha256:$layer"]},
 "history":[{"created_by":"/bin/sh -c #(nop) COPY dir:$layer in / "},{"created_by":"/bin/sh -c #(nop)  USER nobody","empty_layer":true}]}
CONFIG
  echo '[{"Config":"config.json","RepoTags":["quickstart:latest"],"Layers":["layer.tar"]}]' >"$made/archive/manifest.json"
  tar -c -C "$made/archive" manifest.json config.json layer.tar >"$made/image.tar"
  rm -rf "$made/root" "$made/debs" "$made/archive"
  echo "$made/image.tar"
}

install_packages
mkdir -p "$build"
log=$build/quickstart.log
[ -f "$build/build.ninja" ] || meson setup "$build" -Dtests=disabled -Dexamples=false -Dbuildtype=release >"$log"
ninja -C "$build" >>"$log" 2>&1 || { tail -30 "$log" >&2; exit 2; }
[ -n "$image" ] || image=$(make_image)
echo "$ $build/examples/cisdock/cisdock scan $image" >&2
status=0
"$build/examples/cisdock/cisdock" scan "$image" || status=$?
# 1 says that a verdict asks to stop: the scan itself went well.
[ "$status" -le 1 ] || exit "$status"
