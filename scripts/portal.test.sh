#!/bin/sh
# Tests of ./portal itself: what it says and how it ends when something is in the way. Nothing is installed or started.
set -eu
cd "$(dirname -- "$0")/.."
failures=0
scratch=$(mktemp -d "${TMPDIR:-/tmp}/odoo-fleet-portal.XXXXXX")
listener=
trap '[ -z "$listener" ] || kill "$listener"; rm -rf "$scratch"' EXIT
export DATA_DIR="$scratch/data"

# expect 'what is expected' EXIT-CODE 'pattern of the output' command …
expect() {
  about=$1
  code=$2
  pattern=$3
  shift 3
  actual=0
  output=$("$@" 2>&1 </dev/null) || actual=$?
  if [ "$actual" -eq "$code" ] && echo "$output" | grep -qE -- "$pattern"; then
    echo "ok: $about"
  else
    failures=$((failures + 1))
    echo "FAILED: $about (ended with $actual, wanted $code and /$pattern/)"
    echo "$output"
  fi
}

for command in start stop dev reset test check e2e bench soak yarn; do
  expect "help has a line on $command" 0 "^  $command .* [a-z]" ./portal --help
done
expect 'no command is wrong use' 2 '^Usage' ./portal
expect 'an unknown command is named' 2 "no command 'strat'" ./portal strat
for command in start stop dev reset test check e2e soak bench; do
  expect "$command refuses what it does not know" 2 'portal --help|There is no' ./portal "$command" --bogus
done
expect 'help of a command is the help' 0 '^Usage' ./portal start --help
expect 'a port must follow --port' 2 'needs a number' ./portal start --port
for port in 0 65536 12a '' -1 999999999999999999999; do
  expect "'$port' is no port" 2 'number from 1 to 65535' ./portal start --port "$port"
done

mkfifo "$scratch/port"
node -e '
  const server = require("node:net").createServer().listen(0, "127.0.0.1", () => console.log(server.address().port));
' >"$scratch/port" &
listener=$!
read -r taken <"$scratch/port"
expect 'a taken port is named, with a way out' 1 "Port $taken is taken.*--port" ./portal start --port "$taken"

expect 'a taken port for the clusters is no surprise either' 1 "Port $taken is taken.*CLUSTERS_PORT" \
  env CLUSTERS_PORT="$taken" ./portal start
expect 'dev refuses a port that is none' 2 'number from 1 to 65535' env PORT=none ./portal dev
expect 'for the app, too' 2 'number from 1 to 65535' env APP_PORT=0 ./portal dev
expect 'portal and clusters cannot share a port' 2 'must differ' env CLUSTERS_PORT=7999 ./portal start --port 7999
expect 'a wrong port for the clusters is refused' 2 'number from 1 to 65535' env CLUSTERS_PORT=70000 ./portal start

expect 'stop without a portal says so' 0 'does not run' ./portal stop
mkdir -p "$DATA_DIR/logs"
echo $$ >"$DATA_DIR/portal.pid"
expect 'stop leaves a process alone that only has the number of the portal' 0 'does not run' ./portal stop
echo $$ >"$DATA_DIR/clusters.pid"
expect 'nor does it end one that only has the number of the clusters' 0 'does not run' ./portal stop
expect 'reset deletes the state' 0 'is deleted' ./portal reset
expect 'and it is gone' 1 '' test -e "$DATA_DIR"
mkdir -p "$scratch/photos"
expect 'reset spares a folder that is not its own' 1 'delete it by hand' env DATA_DIR="$scratch/photos" ./portal reset
touch "$scratch/file"
expect 'a folder for the state that cannot be written to is named' 1 "Cannot write to $scratch/file/data" \
  env DATA_DIR="$scratch/file/data" ./portal check
expect 'a missing browser is said, with what installs it' 1 'No browser at .*apt-get install chromium' \
  env CHROMIUM="$scratch/none" ./portal e2e

# A copy without packages, to see the first steps fail
mkdir -p "$scratch/fresh/packages/app" "$scratch/fresh/plugins/odoo"
cp -R portal scripts package.json yarn.lock .yarnrc.yml "$scratch/fresh"
cp packages/app/package.json "$scratch/fresh/packages/app"
cp plugins/odoo/package.json "$scratch/fresh/plugins/odoo"
mkdir "$scratch/fresh/.toolchain"
cp .toolchain/package.json .toolchain/package-lock.json "$scratch/fresh/.toolchain"
expect 'a full disk is said before anything is written' 1 'free some space' \
  env PORTAL_NEED_MIB=99999999 "$scratch/fresh/portal" check
expect 'and nothing is half made' 1 '' test -e "$scratch/fresh/.toolchain/node_modules"
expect 'no network is said' 1 'registry cannot be reached' \
  env npm_config_registry=http://127.0.0.1:9 npm_config_fetch_retries=0 npm_config_cache="$scratch/cache" "$scratch/fresh/portal" check
expect 'and nothing is half made' 1 '' test -e "$scratch/fresh/.toolchain/node_modules"
if command -v flock >/dev/null 2>&1; then
  mkfifo "$scratch/held"
  flock "$scratch/fresh/.toolchain" sh -c 'echo; sleep 2' >"$scratch/held" &
  read -r _ <"$scratch/held"
  expect 'who comes second waits, and says so' 1 'waiting for another' \
    env PORTAL_NEED_MIB=99999999 "$scratch/fresh/portal" check
  expect 'and the first has ended by then' 0 '' flock -n "$scratch/fresh/.toolchain" true
fi
expect 'no package is compiled, so no compiler can be missing' 0 '^enableScripts: false$' cat .yarnrc.yml
mkdir "$scratch/bin"
for tool in sh dirname mkdir date cat tr grep paste; do
  ln -s "$(command -v $tool)" "$scratch/bin/$tool"
done
expect 'missing git is said' 1 'git is missing' env PATH="$scratch/bin" "$scratch/fresh/portal" check
ln -s "$(command -v git)" "$scratch/bin/git"
expect 'missing npm is said' 1 'npm is missing' env PATH="$scratch/bin" "$scratch/fresh/portal" check

# old_machine NODE-VERSION PLATFORM: a machine that has this Node
old_machine() {
  mkdir -p "$scratch/machine"
  # shellcheck disable=SC2016 # the machine's own shell expands it
  printf '#!/bin/sh\ncase $2 in *platform*) echo %s ;; *versions*) echo %s ;; *) echo /usr/bin/node ;; esac\n' "$2" "$1" >"$scratch/machine/node"
  printf '#!/bin/sh\nexit 1\n' >"$scratch/machine/npm"
  chmod +x "$scratch/machine/node" "$scratch/machine/npm"
}
old_machine 16.20.2 linux-x64
expect 'a Node that is too old is said' 1 'Node 16.20.2 is too old' env PATH="$scratch/machine:$PATH" "$scratch/fresh/portal" check
old_machine 20.20.0 darwin-arm64
expect 'a platform that no Node can be brought to is said' 1 'for darwin-arm64 none can be brought along' \
  env PATH="$scratch/machine:$PATH" "$scratch/fresh/portal" check

# in_scripts COMMAND …: a function of the scripts, in the copy
in_scripts() {
  # shellcheck disable=SC2016 # the inner shell expands it
  (cd "$scratch/fresh" && ROOT=$PWD PORTAL_NO_INSTALLED_POSTGRES=1 sh -c 'set -eu; . scripts/say.sh; . scripts/postgres.sh; "$@"' sh "$@")
}
expect 'no PostgreSQL is said, and what to install' 1 'No PostgreSQL: install one.*BACKSTAGE_TEST_DATABASE' \
  in_scripts find_postgres_programs
while IFS='|' read -r line sentence; do
  echo "$line" >"$scratch/some.log"
  expect "'$line' in a log is explained" 0 "$sentence" in_scripts known_cause "$scratch/some.log"
done <<'CAUSES'
ENOSPC: no space left on device, write|disk is full
cp: error writing 'x': No space left on device|disk is full
RequestError: getaddrinfo EAI_AGAIN registry|registry cannot be reached
Error: SELF_SIGNED_CERT_IN_CHAIN|NODE_EXTRA_CA_CERTS
EACCES: permission denied, mkdir|belong to another user
CAUSES
echo 'TypeError: x is not a function' >"$scratch/some.log"
expect 'what nobody knows is not explained away' 1 '' in_scripts known_cause "$scratch/some.log"

# The checks, with a yarn that only says how it went
mkdir "$scratch/yarn"
# shellcheck disable=SC2016 # the inner shell expands it
printf '#!/bin/sh\nif [ "$1" = tsc ]; then sleep 1; exit "$TSC"; fi\n' >"$scratch/yarn/yarn"
chmod +x "$scratch/yarn/yarn"
# shellcheck disable=SC2016 # it is the argument of that script
printf 'echo "check: of $1 ok"\n' >"$scratch/fresh/scripts/check.sh"
printf 'exit 0\n' >"$scratch/fresh/scripts/portal.test.sh"
run_checks_with() {
  (
    cd "$scratch/fresh"
    # shellcheck disable=SC2016 # the inner shell expands it
    ROOT=$PWD TSC=$1 CI='' PATH="$scratch/yarn:$PATH" sh -c '
      set -eu
      . scripts/say.sh
      . scripts/checks.sh
      check_shell_scripts() { return 0; }
      plan_checks 0
      run_checks
      say_counts'
  )
}
expect 'checks are counted, the compiler beside them too' 0 '^7 passed, 0 failed$' run_checks_with 0
expect 'a compiler that fails beside them is counted' 1 '^6 passed, 1 failed$' run_checks_with 2
expect 'and named' 1 'types … failed' run_checks_with 2

cat >"$scratch/results.json" <<'JSON'
{ "numTotalTests": 2, "numPassedTests": 2, "numFailedTests": 0, "testResults": [
  { "name": "a", "status": "passed", "assertionResults": [
    { "status": "passed", "fullName": "store, POSTGRES_15" }, { "status": "passed", "fullName": "b" } ] } ] }
JSON
count() { node scripts/count-jest-results.js "$1" | tail -n 1; }
expect 'passed tests are counted' 0 '^2 0$' count "$scratch/results.json"
sed 's/, POSTGRES_15//' "$scratch/results.json" >"$scratch/sqlite.json"
expect 'a run without PostgreSQL fails' 0 '^2 1$' count "$scratch/sqlite.json"
echo '{ "numTotalTests": 0, "numPassedTests": 0, "numFailedTests": 0, "testResults": [] }' >"$scratch/none.json"
expect 'a run without tests fails' 0 '^0 1$' count "$scratch/none.json"
sed 's/"name": "a", "status": "passed"/"name": "a", "status": "failed"/' "$scratch/results.json" >"$scratch/broken.json"
expect 'a suite that could not be run fails' 0 '^2 1$' count "$scratch/broken.json"
expect 'missing results fail' 0 '^0 1$' count "$scratch/missing.json"

[ "$failures" -eq 0 ]
