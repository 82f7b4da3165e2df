#!/bin/sh
# ./portal bench: each benchmark is a file of packages/fleet-lab/bench; it prints its figures itself
set -eu
. "$ROOT/scripts/say.sh"
. "$ROOT/scripts/toolchain.sh"
. "$ROOT/scripts/install.sh"
. "$ROOT/scripts/postgres.sh"
. "$ROOT/scripts/portal-process.sh"
[ $# -le 1 ] || wrong_use 'bench takes one name at most.'
names=$(find packages/fleet-lab/bench -maxdepth 1 -name '*.ts' ! -name '*.test.ts' 2>/dev/null |
  sed 's|.*/||; s|\.ts$||' | LC_ALL=C sort)
[ -n "$names" ] || die 'There is no benchmark (packages/fleet-lab/bench/*.ts) yet.'
if [ $# -eq 1 ]; then
  echo "$names" | grep -qxF -- "$1" || die "There is no benchmark '$1'. There are: $(echo "$names" | paste -s -d ' ' -)." 2
  names=$1
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
