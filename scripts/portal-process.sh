# shellcheck shell=sh
# The portal as a process: one backend that serves the app too, with its state in DATA_DIR. Sourced after build-app.sh.

pid_file=$DATA_DIR/portal.pid
address_file=$DATA_DIR/portal.address
backend_entry=$ROOT/packages/backend/src/index.ts
player_entry=$ROOT/packages/fleet-lab/src/play.ts

# Prints the pid of the running portal, or fails. Numbers are used again by the system, so a number alone proves nothing.
portal_pid() {
  pid=$(cat "$pid_file" 2>/dev/null) || return 1
  if [ -d /proc/self ]; then
    { tr '\0' ' ' <"/proc/$pid/cmdline"; } 2>/dev/null | grep -qF -- "$backend_entry" || return 1
  else
    ps -o args= -p "$pid" 2>/dev/null | grep -qF -- "$backend_entry" || return 1
  fi
  echo "$pid"
}

refuse_wrong_port() {
  case $1 in
    '' | 0* | *[!0-9]* | ??????*) ;;
    *) [ "$1" -gt 65535 ] || return 0 ;;
  esac
  wrong_use "The port is a number from 1 to 65535, not '$1'."
}

# refuse_taken_port PORT 'command that uses another one'
refuse_taken_port() {
  node scripts/free-port.js "$1" >/dev/null 2>&1 ||
    die "Port $1 is taken by another program, or not yours to use: stop that program, or choose another port: $2"
}

# What app-config.yaml and app-config.demo.yaml read from the environment
export_portal_environment() {
  umask 077
  mkdir -p "$DATA_DIR/db"
  token_file=$DATA_DIR/demo-pipeline-token
  [ -s "$token_file" ] || random_hex >"$token_file"

  ODOO_FLEET_ROOT=$ROOT
  ODOO_FLEET_DATA_DIR=$DATA_DIR
  ODOO_FLEET_PERSONA_SECRET=$(random_hex)
  ODOO_FLEET_DEMO_PIPELINE_TOKEN=$(cat "$token_file")
  ODOO_FLEET_URL=http://localhost:$PORT
  # The choice of a person exists in development only
  NODE_ENV=development
  export PORT NODE_ENV ODOO_FLEET_ROOT ODOO_FLEET_DATA_DIR ODOO_FLEET_PERSONA_SECRET ODOO_FLEET_DEMO_PIPELINE_TOKEN ODOO_FLEET_URL
}

# node_with_typescript FILE …: runs TypeScript as backstage-cli does, without its watcher
node_with_typescript() {
  exec node --enable-source-maps --require "$ROOT/node_modules/@backstage/cli/config/nodeTransform.cjs" "$@"
}

# Runs in the background until it answers: run_portal [--empty]
run_portal() {
  portal_log=$LOGS/portal.log
  set -- "${1-}" --config "$ROOT/app-config.yaml"
  [ "$1" = --empty ] || set -- "$@" --config "$ROOT/app-config.demo.yaml"
  [ ! -f app-config.local.yaml ] || set -- "$@" --config "$ROOT/app-config.local.yaml"
  shift

  (
    cd packages/backend || exit 1
    # A closed terminal does not end the portal; ./portal stop does
    trap '' HUP
    node_with_typescript "$backend_entry" "$@" >"$portal_log" 2>&1 </dev/null
  ) &
  echo $! >"$pid_file"

  if ! node scripts/wait-until-ready.js "$!"; then
    step_failed
    stop_portal || true
    grep -v '"GET /' "$portal_log" | tail -n 25 >&2
    die "The portal did not become ready: the lines above say why. The whole output is in $portal_log."
  fi
  echo "$ODOO_FLEET_URL/?persona-secret=$ODOO_FLEET_PERSONA_SECRET" >"$address_file"
}

# Tells the demonstration's story to the running portal, as pipelines would. A portal that did not get it is stopped: its
# tenants without releases would look like a fault of the product.
step_demonstration() {
  step 'demonstration'
  if ! (node_with_typescript "$player_entry") >"$LOGS/demonstration.log" 2>&1 </dev/null; then
    step_failed
    stop_portal || true
    tail -n 25 "$LOGS/demonstration.log" >&2
    die "The demonstration could not be played: the lines above say why. ./portal start --empty starts without it. The portal's log is $portal_log."
  fi
  step_ok
}

# Ends the portal and waits for it; fails when it does not run
stop_portal() {
  rm -f "$address_file"
  if ! stopping=$(portal_pid); then
    rm -f "$pid_file"
    return 1
  fi
  kill "$stopping" 2>/dev/null || true
  waited=0
  while portal_pid >/dev/null; do
    # Backstage gives its plugins 10 s to shut down
    [ "$waited" -lt 150 ] || kill -9 "$stopping" 2>/dev/null || true
    sleep 0.1
    waited=$((waited + 1))
  done
  rm -f "$pid_file"
}
