#!/bin/sh
# ./portal test: checks, then every unit, integration and contract test, on SQLite and PostgreSQL
set -eu
. "$ROOT/scripts/say.sh"
. "$ROOT/scripts/toolchain.sh"
. "$ROOT/scripts/install.sh"
. "$ROOT/scripts/postgres.sh"
. "$ROOT/scripts/checks.sh"
. "$ROOT/scripts/jest-run.sh"
[ $# -eq 0 ] || wrong_use 'test takes no options.'
plan_checks 4
set_up
step_postgres
run_checks
step 'tests'
echo
run_jest --testPathIgnorePatterns '\.soak\.test\.'
say_counts
