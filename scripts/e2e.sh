#!/bin/sh
# ./portal e2e: browser tests against a portal of their own, with a state of its own, on a free port
set -eu
. "$ROOT/scripts/say.sh"
. "$ROOT/scripts/toolchain.sh"
. "$ROOT/scripts/install.sh"
. "$ROOT/scripts/build-app.sh"

E2E_UPDATE_DOCS=
case ${1-} in
  '') ;;
  --update-docs) E2E_UPDATE_DOCS=1 ;;
  *) wrong_use "e2e does not know '$1'." ;;
esac
entry=$ROOT/packages/fleet-lab/e2e/run.ts
[ -f "$entry" ] || die 'There is no browser test (packages/fleet-lab/e2e/run.ts) yet.'

CHROMIUM=${CHROMIUM:-/usr/bin/chromium}
[ -x "$CHROMIUM" ] ||
  die "No browser at $CHROMIUM: install Chromium (Debian: apt-get install chromium), or name one: CHROMIUM=/path ./portal e2e"

plan_steps 5
E2E_PICTURES=$DATA_DIR/e2e
rm -rf "$E2E_PICTURES"
mkdir -p "$E2E_PICTURES"
export E2E_UPDATE_DOCS E2E_PICTURES CHROMIUM
set_up
step 'app'
build_app
step_ok

# Nothing of the portal that people use: other state, other port
DATA_DIR=$(mktemp -d "${TMPDIR:-/tmp}/odoo-fleet-e2e.XXXXXX")
export DATA_DIR
. "$ROOT/scripts/portal-process.sh"
PORT=$(node scripts/free-port.js)
trap 'exit 130' INT
trap 'exit 143' TERM HUP
trap 'stop_portal || true; rm -rf "$DATA_DIR"' EXIT
step 'portal'
export_portal_environment
run_portal
step_ok
if [ -f "$player_entry" ]; then
  run_player
fi
step 'browser'
echo
result=0
(node_with_typescript "$entry" </dev/null) >"$E2E_PICTURES/run.log" 2>&1 || result=$?
cat "$E2E_PICTURES/run.log"
# A run that broke off has not said its counts
if ! tail -n 1 "$E2E_PICTURES/run.log" | grep -qE '^[0-9]+ passed, [0-9]+ failed$'; then
  echo "The browser tests ended with $result, without counts."
  echo '0 passed, 1 failed'
  result=1
fi
exit "$result"
