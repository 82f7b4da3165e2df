#!/bin/sh
# ./portal reset: stop, then delete the state. Packages and builds stay.
set -eu
. "$ROOT/scripts/say.sh"
. "$ROOT/scripts/portal-process.sh"
[ $# -eq 0 ] || wrong_use 'reset takes no options.'
! stop_portal || echo 'The portal is stopped.'
case $DATA_DIR in
  / | "$ROOT" | "${HOME:-/}") die "DATA_DIR is $DATA_DIR: that is not deleted." ;;
esac
[ ! -e "$DATA_DIR" ] || [ -d "$DATA_DIR/logs" ] || [ -d "$DATA_DIR/db" ] ||
  die "$DATA_DIR does not look like the portal's: delete it by hand if that is what you want."
rm -rf "$DATA_DIR"
echo "The state in $DATA_DIR is deleted; the next ./portal start begins anew."
