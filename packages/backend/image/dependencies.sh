#!/bin/sh
# Installs what the build needs, exactly as the lock file says. Runs in the root of the repository.
set -eu
PATH=$PWD/.toolchain/node_modules/.bin:$PATH
yarn install --immutable
