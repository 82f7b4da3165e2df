# shellcheck shell=sh
# Installs the packages of the committed yarn.lock, when it or a manifest changed. Sourced after toolchain.sh.

# Yarn needs 5 s to find that nothing is to be done; the stamp needs none. It lies in node_modules, to go with it.
install_packages() {
  stamp=$ROOT/node_modules/.portal-installed
  wanted=$(cat yarn.lock .yarnrc.yml package.json packages/*/package.json plugins/*/package.json | sha256)
  [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ] || return 0

  # 2.1 GB of packages and Yarn's cache of them
  if [ -d node_modules ]; then need_space 1000; else need_space 4000; fi
  rm -f "$stamp"
  quietly install 'Yarn could not install the packages. If a package.json was changed by hand, run ./portal yarn install and commit yarn.lock.' \
    yarn install --immutable
  echo "$wanted" >"$stamp"
}

# Toolchain and packages: what every command but stop and reset begins with
set_up() {
  use_writable_home
  step 'toolchain'
  begin_alone
  bring_toolchain
  step_ok
  step 'packages'
  install_packages
  end_alone
  step_ok
}

# Two commands in one clone install and build one after the other; the second then finds the work done. The system lets go of the
# lock when a command ends, however it does. (macOS has no flock.)
begin_alone() {
  command -v flock >/dev/null 2>&1 || return 0
  exec 9<"$ROOT/.toolchain"
  flock -n 9 || {
    printf 'waiting for another ./portal of this folder … '
    flock 9
  }
}

# Whatever is started from here on must not hold the lock
end_alone() {
  exec 9<&-
}

# npm and Yarn keep their caches at home; some users (nobody, CI) have none
use_writable_home() {
  [ -n "${HOME-}" ] && [ -w "$HOME" ] && return 0
  HOME=$DATA_DIR/home
  mkdir -p "$HOME"
  export HOME
}
