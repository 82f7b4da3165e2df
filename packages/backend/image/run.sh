#!/bin/sh
# Runs what by-hand.sh made, as `docker run --read-only --tmpfs /tmp` would: as an ordinary user, who finds nothing to write to
# but a temporary folder. The command is the one of ../Dockerfile.
#
#   sh packages/backend/image/run.sh FOLDER [OPTION OF THE PORTAL …]
#
# As root it takes away the right to write to any file of the machine (in a mount namespace of its own) and becomes `nobody`;
# as anybody else it relies on the files being read-only. The process becomes the portal, so its signals are the portal's.
set -eu
folder=$(CDPATH='' cd -- "$1" && pwd -P)
shift
TMPDIR=$folder/tmp
NODE_ENV=production
export TMPDIR NODE_ENV
cd "$folder/portal"
set -- "$folder/node" packages/backend --config app-config.yaml --config app-config.production.yaml "$@"

[ "$(id -u)" -eq 0 ] || exec "$@"
# shellcheck disable=SC2016 # expanded by the inner shell
exec unshare --mount sh -c '
  mount --make-rprivate / && mount -o remount,bind,ro / && mount -t tmpfs tmpfs "$TMPDIR" || exit 1
  exec setpriv --reuid="$(id -u nobody)" --regid="$(id -g nobody)" --clear-groups --no-new-privs env HOME=/nonexistent "$@"
' sh "$@"
