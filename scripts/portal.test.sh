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
mkdir "$scratch/bin"
for tool in sh dirname mkdir date cat tr grep paste; do
  ln -s "$(command -v $tool)" "$scratch/bin/$tool"
done
expect 'missing git is said' 1 'git is missing' env PATH="$scratch/bin" "$scratch/fresh/portal" check
ln -s "$(command -v git)" "$scratch/bin/git"
expect 'missing npm is said' 1 'npm is missing' env PATH="$scratch/bin" "$scratch/fresh/portal" check

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
