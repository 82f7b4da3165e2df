#!/bin/sh
# ./portal soak: the long tests, which ./portal test leaves out
set -eu
. "$ROOT/scripts/say.sh"
. "$ROOT/scripts/toolchain.sh"
. "$ROOT/scripts/install.sh"
. "$ROOT/scripts/postgres.sh"
. "$ROOT/scripts/checks.sh"
. "$ROOT/scripts/jest-run.sh"
[ $# -eq 0 ] || wrong_use 'soak takes no options.'
[ -n "$(find packages plugins -name node_modules -prune -o -name '*.soak.test.ts' -print)" ] ||
  die 'There is no long test (*.soak.test.ts) yet.'
plan_steps 4
set_up
step_postgres
step 'long tests'
echo
SOAK=1
export SOAK
run_jest --testPathPatterns '\.soak\.test\.ts$'
say_counts
