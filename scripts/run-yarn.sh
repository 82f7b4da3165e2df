#!/bin/sh
# ./portal yarn: Yarn with the portal's Node, for those who work on the code
set -eu
. "$ROOT/scripts/say.sh"
. "$ROOT/scripts/toolchain.sh"
. "$ROOT/scripts/install.sh"
mkdir -p "$LOGS"
use_writable_home
begin_alone
bring_toolchain
end_alone
exec yarn "$@"
