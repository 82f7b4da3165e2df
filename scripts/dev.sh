#!/bin/sh
# ./portal dev: app and backend in the foreground, both reload when a source changes
set -eu
. "$ROOT/scripts/say.sh"
. "$ROOT/scripts/toolchain.sh"
. "$ROOT/scripts/install.sh"
. "$ROOT/scripts/portal-process.sh"
PORT=${PORT-7007}
empty=
case ${1-} in
  '') ;;
  --empty) empty=yes ;;
  *) wrong_use "dev does not know '$1'." ;;
esac
refuse_wrong_port
! portal_pid >/dev/null ||
  die 'The portal runs already and both would write to one database: ./portal stop, then run dev again.'
plan_steps 2
set_up
refuse_taken_port
export_portal_environment
# The development server of the app has a port of its own, so the backend must expect calls from there
export 'APP_CONFIG_app_baseUrl="http://localhost:3000"' 'APP_CONFIG_backend_cors_origin="http://localhost:3000"'
set -- --config app-config.yaml
[ -n "$empty" ] || set -- "$@" --config app-config.demo.yaml
[ ! -f app-config.local.yaml ] || set -- "$@" --config app-config.local.yaml
echo
echo "When both are up, open http://localhost:3000/?persona-secret=$ODOO_FLEET_PERSONA_SECRET"
echo
exec yarn backstage-cli repo start "$@"
