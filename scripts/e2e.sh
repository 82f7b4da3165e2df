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

plan_steps 7
results=$DATA_DIR/e2e
rm -rf "$results"
mkdir -p "$results"
export E2E_UPDATE_DOCS CHROMIUM
set_up
step 'app'
build_app
step_ok

# Nothing of the portal that people use: other state, other port
DATA_DIR=$(mktemp -d "${TMPDIR:-/tmp}/odoo-fleet-e2e.XXXXXX")
LOGS=$results
export DATA_DIR
. "$ROOT/scripts/portal-process.sh"
PORT=$(node scripts/free-port.js)
CLUSTERS_PORT=$(node scripts/free-port.js)
ODOO_FLEET_DEMO_FAULTS_PORT=$(node scripts/free-port.js)
export ODOO_FLEET_DEMO_FAULTS_PORT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
trap 'stop_portal || true; rm -rf "$DATA_DIR"' EXIT
export_portal_environment
step_clusters
step 'portal'
run_portal
step_ok
step_demonstration
step 'browser'
echo
# Pictures and traces go where people look for them, not into the state that is thrown away
export ODOO_FLEET_DATA_DIR="${results%/e2e}"
{
  code=0
  (node_with_typescript "$entry" </dev/null) 2>&1 || code=$?
  echo "$code" >"$results/exit-code"
} | tee "$results/run.log"
result=$(cat "$results/exit-code")
# A run that broke off has not said its counts
if ! tail -n 1 "$results/run.log" | grep -qE '^[0-9]+ passed, [0-9]+ failed$'; then
  echo "The browser tests ended with exit code $result before they had said their counts."
  echo '0 passed, 1 failed'
  result=1
fi
exit "$result"
