#!/bin/sh
# ./portal bench: each benchmark is a file of packages/fleet-lab/bench; it prints its figures itself
set -eu
. "$ROOT/scripts/say.sh"
. "$ROOT/scripts/toolchain.sh"
. "$ROOT/scripts/install.sh"
. "$ROOT/scripts/postgres.sh"
. "$ROOT/scripts/portal-process.sh"
[ $# -le 1 ] || wrong_use 'bench takes one name at most.'
# The benchmarks; what else lies in the folder are their parts
names='releases'
if [ $# -eq 1 ]; then
  case " $names " in
    *" $1 "*) names=$1 ;;
    *) die "There is no benchmark '$1'. There is: $names." 2 ;;
  esac
fi
plan_steps 3
set_up
step_postgres
NODE_ENV=production
export NODE_ENV
result=0
for name in $names; do
  printf '\n%s\n' "$name"
  (node_with_typescript "$ROOT/packages/fleet-lab/bench/$name.ts" </dev/null) || result=1
done
exit "$result"
