#!/bin/sh
# Installs what the portal needs in production into the folder of the unpacked skeleton, and leaves nothing behind that only
# an installation or a debugger needs. Runs in that folder.
set -eu
PATH=$PWD/.toolchain/node_modules/.bin:$PATH
YARN_ENABLE_GLOBAL_CACHE=false
YARN_CACHE_FOLDER=$(mktemp -d)
# Versions are the lock file's, but only some of its workspaces are here, so it cannot stay as it is
YARN_ENABLE_IMMUTABLE_INSTALLS=false
export YARN_ENABLE_GLOBAL_CACHE YARN_CACHE_FOLDER YARN_ENABLE_IMMUTABLE_INSTALLS
yarn workspaces focus --all --production
rm -rf "$YARN_CACHE_FOLDER" .toolchain .yarn .yarnrc.yml yarn.lock
# A third of the size. TypeScript keeps its own types, for it reads them; config.d.ts describes the config of a package.
find node_modules -type f \( -name '*js.map' -o -name '*ts.map' \) -delete
find node_modules -path node_modules/typescript -prune -o -type f \
  \( -name '*.d.ts' -o -name '*.d.cts' -o -name '*.d.mts' \) ! -name 'config*.d.ts' -exec rm -f {} +
