# shellcheck shell=sh
# Builds the app that the backend serves, when its sources changed. Sourced after install.sh.

build_app() {
  begin_alone
  build_changed_app
  end_alone
}

build_changed_app() {
  # The build empties this folder first, so a build that is cut off leaves no stamp and the next start builds again
  stamp=$ROOT/packages/app/dist/.built-from
  wanted=$(sha256_of_tree packages/app plugins/odoo plugins/odoo-common yarn.lock package.json backstage.json app-config.yaml)
  [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ] || return 0
  need_space 200
  rm -f "$stamp"
  quietly build-app 'The app does not build: the lines above say why.' yarn workspace app build
  echo "$wanted" >"$stamp"
}
