# shellcheck shell=sh
# Brings the Node that Backstage asks for (22 or 24; the machine's own when it fits) and Yarn, as npm packages of the
# committed lock file in .toolchain. Decided in docs/decisions/0002-toolchain.md. Sourced after say.sh.

bring_toolchain() {
  toolchain=$ROOT/.toolchain

  # A shell that already has our Node first in its PATH must not take it for the machine's own
  PATH=$(printf '%s' "$PATH" | tr ':' '\n' | grep -vxF "$toolchain/node_modules/.bin" | paste -s -d : -)

  command -v git >/dev/null 2>&1 || die 'git is missing: install it (Debian: apt-get install git) and run the same command again.'
  { command -v npm && command -v node; } >/dev/null 2>&1 ||
    die 'npm is missing: install Node 18 or newer with npm (Debian: apt-get install npm) and run the same command again.'

  # Called by what the toolchain's own Node runs (a script of Yarn): that Node is not the machine's, and must stay
  case $(node -p 'process.execPath' 2>/dev/null) in
    "$toolchain"/*)
      PATH=$toolchain/node_modules/.bin:$PATH
      export PATH
      return 0
      ;;
  esac

  own_node=$(node -p 'process.versions.node' 2>/dev/null) || die 'The installed Node does not run: mend it, or install Node 24, and run the same command again.'
  platform=$(node -p 'process.platform + "-" + process.arch')
  node_package=
  case ${own_node%%.*} in
    22 | 24) ;;
    ? | 1[0-7]) die "Node $own_node is too old to bring another one: install Node 18 or newer with npm and run the same command again." ;;
    *)
      case $platform in
        linux-x64 | linux-arm64) node_package=node-$platform ;;
        *) die "Backstage needs Node 22 or 24 and this machine has $own_node; for $platform none can be brought along. Install Node 24 and run the same command again." ;;
      esac
      ;;
  esac

  # What must be the same for the installed toolchain to be the right one
  wanted=$(cat .toolchain/package.json .toolchain/package-lock.json | sha256)-${node_package:-own-node}
  if [ "$(cat "$toolchain/node_modules/.installed" 2>/dev/null)" != "$wanted" ]; then
    need_space 500
    install_toolchain
  fi

  PATH=$toolchain/node_modules/.bin:$PATH
  export PATH
  if [ -n "$node_package" ]; then
    # Headers of the same Node, should a package ever be compiled (nothing is today)
    npm_config_nodedir=$toolchain/node_modules/$node_package
    export npm_config_nodedir
  fi
}

# Into a folder beside, then moved: a run that is cut off leaves the old toolchain or none
install_toolchain() {
  next=$toolchain/next
  rm -rf "$next" || die "Cannot delete $next: it needs to belong to you."
  mkdir -p "$next"
  cp .toolchain/package.json .toolchain/package-lock.json "$next"
  quietly toolchain 'npm could not install Node and Yarn.' run_npm_ci
  if [ -n "$node_package" ]; then
    # Two optional packages have a command of this name, and npm 9 then links neither
    ln -sf "../$node_package/bin/node" "$next/node_modules/.bin/node"
    "$next/node_modules/.bin/node" --version >>"$LOGS/toolchain.log" 2>&1 ||
      die "The Node that npm installed does not run here (it needs glibc 2.28 or newer). Install Node 24 by other means and run the same command again."
  fi
  echo "$wanted" >"$next/node_modules/.installed"
  rm -rf "$toolchain/node_modules"
  mv "$next/node_modules" "$toolchain/node_modules"
  rm -rf "$next"
}

run_npm_ci() (
  # npm warns about a nodedir, and one of another Node would be wrong for it
  unset npm_config_nodedir
  [ -n "$node_package" ] || set -- --omit=optional
  npm ci --prefix "$next" --ignore-scripts --no-audit --no-fund --no-update-notifier "$@"
)
