#!/bin/sh
# ./portal stop
set -eu
. "$ROOT/scripts/say.sh"
. "$ROOT/scripts/portal-process.sh"
[ $# -eq 0 ] || wrong_use 'stop takes no options.'
if stop_portal; then echo 'The portal is stopped.'; else echo 'The portal does not run.'; fi
