# shellcheck shell=sh
# The portal as a process: one backend that serves the app too, with its state in DATA_DIR; beside it, for the demonstration, a
# process that plays its Kubernetes clusters. Sourced after build-app.sh.

pid_file=$DATA_DIR/portal.pid
address_file=$DATA_DIR/portal.address
backend_entry=$ROOT/packages/backend/src/index.ts
player_entry=$ROOT/packages/fleet-lab/src/play.ts
clusters_pid_file=$DATA_DIR/clusters.pid
clusters_entry=$ROOT/packages/fleet-lab/src/serve.ts

# running_pid PID-FILE ENTRY: prints the pid of the process that runs ENTRY, or fails. Numbers are used again by the system, so a
# number alone proves nothing.
running_pid() {
  pid=$(cat "$1" 2>/dev/null) || return 1
  if [ -d /proc/self ]; then
    { tr '\0' ' ' <"/proc/$pid/cmdline"; } 2>/dev/null | grep -qF -- "$2" || return 1
  else
    ps -o args= -p "$pid" 2>/dev/null | grep -qF -- "$2" || return 1
  fi
  echo "$pid"
}

portal_pid() {
  running_pid "$pid_file" "$backend_entry"
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

# The clusters of the demonstration share a port, the one after the portal's unless CLUSTERS_PORT names another
choose_clusters_port() {
  if [ "$PORT" -lt 65535 ]; then
    CLUSTERS_PORT=${CLUSTERS_PORT-$((PORT + 1))}
  else
    CLUSTERS_PORT=${CLUSTERS_PORT-$((PORT - 1))}
  fi
  refuse_wrong_port "$CLUSTERS_PORT"
  [ "$CLUSTERS_PORT" -ne "$PORT" ] || wrong_use 'CLUSTERS_PORT and the port of the portal must differ.'
}

# What app-config.yaml and app-config.demo.yaml read from the environment
export_portal_environment() {
  umask 077
  # Database and logs; a portal that finds no room for them fails in ways that name other causes
  need_space 100 "$DATA_DIR"
  mkdir -p "$DATA_DIR/db"
  token_file=$DATA_DIR/demo-pipeline-token
  [ -s "$token_file" ] || random_hex >"$token_file"
  cluster_token_file=$DATA_DIR/demo-cluster-token
  [ -s "$cluster_token_file" ] || random_hex >"$cluster_token_file"

  ODOO_FLEET_ROOT=$ROOT
  ODOO_FLEET_DATA_DIR=$DATA_DIR
  ODOO_FLEET_PERSONA_SECRET=$(random_hex)
  ODOO_FLEET_DEMO_PIPELINE_TOKEN=$(cat "$token_file")
  ODOO_FLEET_DEMO_CLUSTER_TOKEN=$(cat "$cluster_token_file")
  ODOO_FLEET_DEMO_CLUSTERS_PORT=${CLUSTERS_PORT-}
  ODOO_FLEET_URL=http://localhost:$PORT
  # The choice of a person exists in development only
  NODE_ENV=development
  export PORT NODE_ENV ODOO_FLEET_ROOT ODOO_FLEET_DATA_DIR ODOO_FLEET_PERSONA_SECRET ODOO_FLEET_DEMO_PIPELINE_TOKEN ODOO_FLEET_URL
  export ODOO_FLEET_DEMO_CLUSTER_TOKEN ODOO_FLEET_DEMO_CLUSTERS_PORT
}

# node_with_typescript FILE …: runs TypeScript as backstage-cli does, without its watcher. What V8 made of the sources is kept: a
# second start is twice as fast by it.
node_with_typescript() {
  NODE_COMPILE_CACHE=${NODE_COMPILE_CACHE-$ROOT/node_modules/.cache/v8}
  export NODE_COMPILE_CACHE
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

# Starts the demonstration's clusters, before the portal that reads them
step_clusters() {
  step 'clusters'
  stop_process "$clusters_pid_file" "$clusters_entry" || true
  refuse_taken_port "$CLUSTERS_PORT" "CLUSTERS_PORT=$((CLUSTERS_PORT + 100)) ./portal start"
  clusters_log=$LOGS/clusters.log
  (
    trap '' HUP
    node_with_typescript "$clusters_entry" >"$clusters_log" 2>&1 </dev/null
  ) &
  clusters_pid=$!
  echo "$clusters_pid" >"$clusters_pid_file"
  waited=0
  until grep -q '^ready$' "$clusters_log" 2>/dev/null; do
    if ! kill -0 "$clusters_pid" 2>/dev/null || [ "$waited" -ge 600 ]; then
      step_failed
      stop_process "$clusters_pid_file" "$clusters_entry" || true
      tail -n 25 "$clusters_log" >&2
      die "The demonstration's clusters did not start: the lines above say why. ./portal start --empty starts without them."
    fi
    sleep 0.1
    waited=$((waited + 1))
  done
  step_ok
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

# stop_process PID-FILE ENTRY: ends a process and waits for it; fails when it does not run
stop_process() {
  if ! stopping=$(running_pid "$1" "$2"); then
    rm -f "$1"
    return 1
  fi
  kill "$stopping" 2>/dev/null || true
  waited=0
  while running_pid "$1" "$2" >/dev/null; do
    # Backstage gives its plugins 10 s to shut down
    [ "$waited" -lt 150 ] || kill -9 "$stopping" 2>/dev/null || true
    sleep 0.1
    waited=$((waited + 1))
  done
  rm -f "$1"
}

# Ends the portal and the demonstration's clusters; fails when the portal does not run
stop_portal() {
  rm -f "$address_file"
  stop_code=0
  stop_process "$pid_file" "$backend_entry" || stop_code=1
  stop_process "$clusters_pid_file" "$clusters_entry" || true
  return "$stop_code"
}
