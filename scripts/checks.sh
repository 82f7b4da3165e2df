# shellcheck shell=sh
# The checks, each counted as one that passed or failed; a failed one does not keep the next from running.
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
  check reports sh scripts/check.sh
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
  find portal .ci/run scripts -type f \( -name '*.sh' -o -path portal -o -path .ci/run \) -exec shellcheck -x {} +
}

# The last line stands alone: people and CI read it. The exit code says the same.
say_counts() {
  [ "$passed" -gt 0 ] || [ "$failed" -gt 0 ] || failed=1
  echo
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ]
}
