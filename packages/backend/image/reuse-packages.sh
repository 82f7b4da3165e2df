#!/bin/sh
# Spares minutes when a checkout is built beside this one: what is installed here is linked into it, and `yarn install` puts
# right what differs. Yarn writes its record in place, so that one is no link. Where links are not possible nothing is left
# behind, and everything is installed anew.
#
#   sh packages/backend/image/reuse-packages.sh FOLDER
set -eu
target=$(CDPATH='' cd -- "$1" && pwd -P)
cd "$(dirname -- "$0")/../../.."
for folder in node_modules packages/*/node_modules plugins/*/node_modules; do
  [ -d "$folder" ] || continue
  cp -al "$folder" "$target/$folder" 2>/dev/null || {
    rm -rf "${target:?}/$folder"
    exit 0
  }
done
rm -rf "$target/node_modules/.cache" "$target/node_modules/.yarn-state.yml"
[ ! -f node_modules/.yarn-state.yml ] || cp node_modules/.yarn-state.yml "$target/node_modules"
