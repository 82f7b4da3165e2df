#!/bin/sh
# ./portal dev: app and backend in the foreground, both reload when a source changes
set -eu
. "$ROOT/scripts/say.sh"
. "$ROOT/scripts/toolchain.sh"
. "$ROOT/scripts/install.sh"
. "$ROOT/scripts/portal-process.sh"
PORT=${PORT-7007}
APP_PORT=${APP_PORT-3000}
empty=
case ${1-} in
  '') ;;
  --empty) empty=yes ;;
  *) wrong_use "dev does not know '$1'." ;;
esac
refuse_wrong_port "$PORT"
refuse_wrong_port "$APP_PORT"
! portal_pid >/dev/null ||
  die 'The portal runs already and both would write to one database: ./portal stop, then run dev again.'
steps=3
[ -z "$empty" ] || steps=2
plan_steps "$steps"
choose_clusters_port
set_up
refuse_taken_port "$PORT" "PORT=$((PORT + 100)) ./portal dev"
refuse_taken_port "$APP_PORT" "APP_PORT=$((APP_PORT + 100)) ./portal dev"
export_portal_environment
# The development server of the app has a port of its own, so the backend must expect calls from there
app_address=http://localhost:$APP_PORT
export "APP_CONFIG_app_baseUrl=\"$app_address\"" "APP_CONFIG_backend_cors_origin=\"$app_address\""
set -- --config "$ROOT/app-config.yaml"
# Those of a portal that runs in the background are not these
clusters_pid_file=$DATA_DIR/dev-clusters.pid
trap 'exit 130' INT
trap 'exit 143' TERM HUP
trap 'stop_process "$clusters_pid_file" "$clusters_entry" || true' EXIT
[ -n "$empty" ] || step_clusters
[ -n "$empty" ] || set -- "$@" --config "$ROOT/app-config.demo.yaml"
[ ! -f app-config.local.yaml ] || set -- "$@" --config "$ROOT/app-config.local.yaml"
echo
echo "When both are up, open $app_address/?persona-secret=$ODOO_FLEET_PERSONA_SECRET"
echo
yarn backstage-cli repo start "$@"
