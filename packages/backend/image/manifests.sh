#!/bin/sh
# Leaves of a checkout what decides which packages are installed, so that a change of a source does not install them anew.
# Deletes the rest: for stages of an image only. Runs in the root of the copy.
set -eu
[ ! -e .git ] || {
  echo 'This deletes sources, and here is a repository of yours.' >&2
  exit 1
}
find packages plugins -mindepth 2 -maxdepth 2 ! -name package.json -exec rm -rf {} +
