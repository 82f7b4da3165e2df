#!/bin/sh
# ./portal start: set up what is missing, run the portal in the background, print its address
set -eu
. "$ROOT/scripts/say.sh"
. "$ROOT/scripts/toolchain.sh"
. "$ROOT/scripts/install.sh"
. "$ROOT/scripts/build-app.sh"
. "$ROOT/scripts/portal-process.sh"

empty=
PORT=${PORT-7007}
while [ $# -gt 0 ]; do
  case $1 in
    --empty) empty=--empty ;;
    --port)
      [ $# -ge 2 ] || wrong_use '--port needs a number.'
      PORT=$2
      shift
      ;;
    --port=*) PORT=${1#--port=} ;;
    *) wrong_use "start does not know '$1'." ;;
  esac
  shift
done

refuse_wrong_port "$PORT"

if portal_pid >/dev/null; then
  echo 'The portal already runs. ./portal stop ends it.'
  cat "$address_file" 2>/dev/null || true
  exit 0
fi

began=$(date +%s)
play=
[ -n "$empty" ] || [ ! -f "$player_entry" ] || play=1
plan_steps $((4 + 2 * ${play:-0}))
choose_clusters_port

# Before the long steps, so that a taken port does not cost minutes
stop_process "$clusters_pid_file" "$clusters_entry" || true
if command -v node >/dev/null 2>&1; then
  refuse_taken_port "$PORT" "./portal start --port $((PORT + 100))"
  [ -z "$play" ] || refuse_taken_port "$CLUSTERS_PORT" "CLUSTERS_PORT=$((CLUSTERS_PORT + 100)) ./portal start"
fi
set_up
step 'app'
build_app
step_ok
export_portal_environment
trap 'stop_portal || true; exit 130' INT TERM
[ -z "$play" ] || step_clusters
step 'portal'
refuse_taken_port "$PORT" "./portal start --port $((PORT + 100))"
run_portal "$empty"
step_ok
[ -z "$play" ] || step_demonstration

cat <<READY

Ready after $(($(date +%s) - began)) s. Open this address and choose a person (its secret changes at each start):

  $(cat "$address_file")

READY
[ -n "$empty" ] || echo "The demonstration's pipeline posts with the token in $token_file."
echo "Log: $portal_log. End it with ./portal stop."
