# shellcheck shell=sh
# The checks, each counted as one that passed or failed; a failed one does not keep the next from running. The house rules and
# reports are in check.sh; here they are run and counted with the others.
# Sourced after install.sh.

passed=0
failed=0

# plan_checks OTHER-STEPS
plan_checks() {
  plan_steps $(($1 + 6))
}

run_checks() {
  # Types before reports, which read what the compiler wrote
  check lint yarn lint
  check format yarn prettier:check
  check types yarn tsc
  check shell check_shell_scripts
  check portal sh scripts/portal.test.sh
  check_house_rules
}

# check.sh runs many checks and ends each with a line `check: NAME ok` or `check: NAME failed`
check_house_rules() {
  check_log=$LOGS/check-house-rules.log
  step 'house rules and reports'
  house_result=0
  sh scripts/check.sh >"$check_log" 2>&1 </dev/null || house_result=$?
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
  if "$@" >"$check_log" 2>&1 </dev/null; then
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
