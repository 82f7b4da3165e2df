# shellcheck shell=sh
# The portal as a process: one backend that serves the app too, with its state in DATA_DIR. Sourced after build-app.sh.

pid_file=$DATA_DIR/portal.pid
player_pid_file=$DATA_DIR/player.pid
address_file=$DATA_DIR/portal.address
backend_entry=$ROOT/packages/backend/src/index.ts
player_entry=$ROOT/packages/fleet-lab/src/play.ts

# The pid in a file when that process runs and is the program meant: pid_of FILE ENTRY. Numbers are used again by the
# system, so a number alone proves nothing.
pid_of() {
  pid=$(cat "$1" 2>/dev/null) && [ -n "$pid" ] || return 1
  if [ -r "/proc/$pid/cmdline" ]; then
    tr '\0' ' ' <"/proc/$pid/cmdline" | grep -qF -- "$2" || return 1
  else
    ps -o args= -p "$pid" 2>/dev/null | grep -qF -- "$2" || return 1
  fi
  echo "$pid"
}

refuse_wrong_port() {
  case $PORT in
    '' | 0* | *[!0-9]* | ??????*) ;;
    *) [ "$PORT" -gt 65535 ] || return 0 ;;
  esac
  wrong_use "The port is a number from 1 to 65535, not '$PORT'."
}

refuse_taken_port() {
  node scripts/free-port.js "$PORT" >/dev/null 2>&1 ||
    die "Port $PORT is taken by another program, or not yours to use: stop that program, or choose another port: ./portal start --port $((PORT + 100))"
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
    stop_process "$pid_file" "$backend_entry" || true
    grep -v '"GET /' "$portal_log" | tail -n 25 >&2
    die "The portal did not become ready: the lines above say why. The whole output is in $portal_log."
  fi
  echo "$ODOO_FLEET_URL/?persona-secret=$ODOO_FLEET_PERSONA_SECRET" >"$address_file"
}

# Plays the demonstration: events against the running portal, until it is stopped
run_player() {
  (
    trap '' HUP
    node_with_typescript "$player_entry" >"$LOGS/player.log" 2>&1 </dev/null
  ) &
  echo $! >"$player_pid_file"
}

# Ends a process of ours and waits for it: stop_process PID_FILE ENTRY. Fails when none runs.
stop_process() {
  if ! stopping=$(pid_of "$1" "$2"); then
    rm -f "$1"
    return 1
  fi
  kill "$stopping" 2>/dev/null || true
  waited=0
  while pid_of "$1" "$2" >/dev/null; do
    if [ "$waited" -ge 150 ]; then
      kill -9 "$stopping" 2>/dev/null || true
    fi
    sleep 0.1
    waited=$((waited + 1))
  done
  rm -f "$1"
}

stop_portal() {
  stop_process "$player_pid_file" "$player_entry" || true
  stopped=0
  stop_process "$pid_file" "$backend_entry" || stopped=1
  rm -f "$address_file"
  return "$stopped"
}
