#!/bin/sh
# Runs the stages of ../Dockerfile without an engine, from what .dockerignore leaves of this checkout:
#
#   sh packages/backend/image/by-hand.sh FOLDER
#
# FOLDER must be empty or missing. In the end FOLDER/portal is what the image has below /portal: nobody can write to it, and
# no user of its own owns it; FOLDER/node is its Node, FOLDER/seconds and FOLDER/kib say what it cost. run.sh starts it.
# Needs Node 22 or 24 and npm.
set -eu
image=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
[ $# -eq 1 ] || {
  echo 'by-hand.sh takes a folder.' >&2
  exit 2
}
mkdir -p "$1"
target=$(CDPATH='' cd -- "$1" && pwd -P)
[ -z "$(ls -A "$target")" ] || {
  echo "$target is not empty." >&2
  exit 2
}

# stage NAME command …, with its time
stage() {
  name=$1
  shift
  echo "--- $name"
  began=$(date +%s)
  "$@"
  echo "$name $(($(date +%s) - began))" >>"$target/seconds"
}

in_folder() (
  cd "$1"
  shift
  "$@"
)

# The stages, as the Dockerfile has them
toolchain() {
  mkdir -p "$target/build/.toolchain" "$target/build/packages/backend"
  cp "$target/context/.toolchain/package.json" "$target/context/.toolchain/package-lock.json" "$target/build/.toolchain"
  cp -R "$target/context/packages/backend/image" "$target/build/packages/backend"
  in_folder "$target/build" sh packages/backend/image/toolchain.sh
}

manifests() {
  cp -R "$target/context" "$target/manifests"
  in_folder "$target/manifests" sh "$image/manifests.sh"
}

dependencies() {
  cp -R "$target/manifests/." "$target/build"
  sh "$image/reuse-packages.sh" "$target/build"
  cp -R "$target/context/packages/backend/image" "$target/build/packages/backend"
  in_folder "$target/build" sh packages/backend/image/dependencies.sh
}

bundle() {
  cp -R "$target/context/." "$target/build"
  in_folder "$target/build" sh packages/backend/image/bundle.sh
}

production() {
  mkdir "$target/portal"
  cp -R "$target/build/.toolchain" "$target/portal"
  (cd "$target/context" && cp package.json yarn.lock .yarnrc.yml "$target/portal")
  cp -R "$target/build/packages/backend/dist/skeleton/." "$target/portal"
  in_folder "$target/portal" sh "$target/build/packages/backend/image/install.sh"
  cp -R "$target/build/packages/backend/dist/bundle/." "$target/portal"
  (cd "$target/context" && cp backstage.json app-config.yaml app-config.production.yaml packages/backend/image/is-ready.js "$target/portal")
}

stage context node "$image/context.js" "$target/context"
stage toolchain toolchain
stage manifests manifests
stage dependencies dependencies
stage bundle bundle
stage production production

# For somebody else to run: to be read by all, written by none
cp "$(node -p process.execPath)" "$target/node"
mkdir "$target/tmp"
chmod a+rx "$target"
chmod -R a+rX,a-w "$target/portal"
# Gigabytes of packages that only the build needed
rm -rf "$target/build" "$target/manifests" "$target/context"
du -sk "$target/portal" | cut -f 1 >"$target/kib"
