# shellcheck shell=sh
# Runs jest over the whole repository and adds its tests to the counts of checks.sh. Sourced after checks.sh.

# run_jest JEST-ARGUMENTS …
run_jest() {
  jest_results=$DATA_DIR/test/jest.json
  mkdir -p "$DATA_DIR/test"
  rm -f "$jest_results"
  # CI=1 keeps jest out of its watch mode, which would never end. Two workers: more of them starve on small machines.
  CI=1 yarn backstage-cli repo test --maxWorkers 2 --json --outputFile "$jest_results" "$@" </dev/null 2>&1 |
    tee "$LOGS/jest.log" || true
  jest_counts=$(node scripts/count-jest-results.js "$jest_results")
  echo "$jest_counts" | sed '$d'
  jest_counts=$(echo "$jest_counts" | tail -n 1)
  passed=$((passed + ${jest_counts% *}))
  failed=$((failed + ${jest_counts#* }))
}
