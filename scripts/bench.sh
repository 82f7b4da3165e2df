#!/bin/sh
# ./portal bench: each benchmark is a file of packages/fleet-lab/bench; it prints its figures itself
set -eu
. "$ROOT/scripts/say.sh"
. "$ROOT/scripts/toolchain.sh"
. "$ROOT/scripts/install.sh"
. "$ROOT/scripts/postgres.sh"
. "$ROOT/scripts/portal-process.sh"
full=
name=
for argument in "$@"; do
  case $argument in
    --full) full=--full ;;
    -*) wrong_use "bench does not know '$argument'." ;;
    *)
      [ -z "$name" ] || wrong_use 'bench takes one name at most.'
      name=$argument
      ;;
  esac
done
# The benchmarks; what else lies in the folder are their parts
names='releases catalog backups judge'
if [ -n "$name" ]; then
  case " $names " in
    *" $name "*) names=$name ;;
    *) die "There is no benchmark '$name'. There is: $names." 2 ;;
  esac
fi
if [ "$names" = judge ]; then
  # Arithmetic only
  plan_steps 2
  set_up
else
  plan_steps 3
  set_up
  step_postgres
fi
NODE_ENV=production
export NODE_ENV
result=0
for name in $names; do
  printf '\n%s\n' "$name"
  (node_with_typescript "$ROOT/packages/fleet-lab/bench/$name.ts" $full </dev/null) || result=1
done
exit "$result"
