# shellcheck shell=sh
# The checks, each counted as one that passed or failed; a failed one does not keep the next from running. The house rules and
# reports are in check.sh; here they are run and counted with the others.
# Sourced after install.sh.

passed=0
failed=0

# plan_checks OTHER-STEPS
plan_checks() {
  plan_steps $(($1 + 7))
}

run_checks() {
  # The compiler takes as long as all that needs nothing of it, and only one core: the two go side by side
  begin_check types yarn tsc
  check lint yarn lint
  check format yarn prettier:check
  check shell check_shell_scripts
  check portal sh scripts/portal.test.sh
  check_house_rules 'house rules' sources
  end_check
  check_house_rules reports compiled
}

# check_house_rules 'what they are' GROUP: check.sh runs many checks and ends each with a line `check: NAME ok` or `check: NAME failed`
check_house_rules() {
  check_log=$LOGS/check-house-rules-$2.log
  step "$1"
  house_result=0
  sh scripts/check.sh "$2" >"$check_log" 2>&1 </dev/null || house_result=$?
  house_passed=$(grep -cE '^check: .* ok$' "$check_log" || true)
  house_failed=$(grep -cE '^check: .* failed$' "$check_log" || true)
  # Ended before it had said what failed, or without having checked anything
  if [ "$house_result" -ne 0 ] || [ "$house_passed" -eq 0 ]; then
    [ "$house_failed" -gt 0 ] || house_failed=1
  fi
  passed=$((passed + house_passed))
  failed=$((failed + house_failed))
  if [ "$house_failed" -eq 0 ]; then
    step_done "$house_passed checks, $(step_seconds)"
    return 0
  fi
  step_failed
  grep -vE '^check: .* ok$' "$check_log" | tail -n 120
  echo "The whole output is in $check_log."
}

# check NAME command …
check() {
  check_name=$1
  check_log=$LOGS/check-$1.log
  shift
  step "$check_name"
  check_result=0
  "$@" >"$check_log" 2>&1 </dev/null || check_result=$?
  count_check
}

# begin_check NAME command …: one that runs beside those that follow, until end_check
begin_check() {
  beside_name=$1
  shift
  beside_began=$(date +%s)
  "$@" >"$LOGS/check-$beside_name.log" 2>&1 </dev/null &
  beside_pid=$!
  # Ctrl-C does not reach what a script runs in the background
  trap 'kill "$beside_pid" 2>/dev/null || true; exit 130' INT
  trap 'kill "$beside_pid" 2>/dev/null || true; exit 143' TERM HUP
}

end_check() {
  check_name=$beside_name
  check_log=$LOGS/check-$beside_name.log
  step "$check_name"
  # shellcheck disable=SC2034 # step_seconds of say.sh reads it
  step_began=$beside_began
  check_result=0
  wait "$beside_pid" || check_result=$?
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  count_check
}

count_check() {
  if [ "$check_result" -eq 0 ]; then
    passed=$((passed + 1))
    step_ok
  else
    failed=$((failed + 1))
    step_failed
    tail -n 60 "$check_log"
    echo "The whole output of '$check_name' is in $check_log."
  fi
}

check_shell_scripts() {
  if ! command -v shellcheck >/dev/null 2>&1; then
    # Not needed to work on the product; CI installs it, and there its absence is an error
    echo 'shellcheck is not installed.'
    [ -z "${CI-}" ]
    return
  fi
  find portal .ci/run scripts packages/backend/image -type f \( -name '*.sh' -o -path portal -o -path .ci/run \) -exec shellcheck -x {} +
}

# The last line stands alone: people and CI read it. The exit code says the same.
say_counts() {
  [ "$passed" -gt 0 ] || [ "$failed" -gt 0 ] || failed=1
  echo
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ]
}
