#!/bin/sh
# Builds the backend with the app inside, and unpacks it below packages/backend/dist: `skeleton` has what decides which
# packages a portal in production needs, `bundle` the programs. Runs in the root of the repository.
set -eu
PATH=$PWD/.toolchain/node_modules/.bin:$PATH
yarn tsc
yarn workspace backend build
dist=packages/backend/dist
mkdir "$dist/skeleton" "$dist/bundle"
tar -xzf "$dist/skeleton.tar.gz" -C "$dist/skeleton"
tar -xzf "$dist/bundle.tar.gz" -C "$dist/bundle"
# Maps hold the sources, and the lock file is for who installs
find "$dist/bundle" -type f -name '*.map' -delete
rm "$dist/bundle/yarn.lock"
