#!/bin/sh
# ./portal check: the checks without the tests
set -eu
. "$ROOT/scripts/say.sh"
. "$ROOT/scripts/toolchain.sh"
. "$ROOT/scripts/install.sh"
. "$ROOT/scripts/checks.sh"
[ $# -eq 0 ] || wrong_use 'check takes no options.'
plan_checks 2
set_up
run_checks
say_counts
