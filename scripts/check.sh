#!/bin/sh
# The checks beside lint, format and types: house rules, reports, manifests. Those of the group `compiled` need the compiler's
# output (yarn tsc).
#
# Prints for each check what is wrong and what mends it, then one line `check: NAME ok` or `check: NAME failed` (./portal
# counts these lines). A failed check does not keep the next from running. Exits with 1 when one failed.
#   sh scripts/check.sh [NAME …]   all of them, or those named, or those of a group: sources, compiled
set -eu
cd "$(dirname -- "$0")/.."

failed=0
ran=0
wanted=" $* "
scratch=$(mktemp -d "${TMPDIR:-/tmp}/odoo-fleet-check.XXXXXX")
log=$scratch/log
trap 'rm -rf "$scratch"' EXIT

# What differs from the last commit, with its content: a changed file that changes again counts
tree_state() {
  git status --porcelain
  git ls-files -z --modified --others --exclude-standard | xargs -0 cksum 2>/dev/null || true
}
tree_state >"$scratch/before"

# is_wanted NAME: named itself, or one of its groups
is_wanted() {
  for one in "$1" $group; do
    case $wanted in
      '  ' | *" $one "*) return 0 ;;
    esac
  done
  return 1
}

# check NAME 'what it means when it fails, and what to do' command …
check() {
  check_name=$1
  check_advice=$2
  shift 2
  is_wanted "$check_name" || return 0
  ran=$((ran + 1))
  if "$@" >"$log" 2>&1 </dev/null; then
    grep '^check: ' "$log" || true
    grep '^notice: ' "$log" || true
    echo "check: $check_name ok"
  else
    failed=1
    cat "$log"
    echo "$check_advice"
    echo "check: $check_name failed"
  fi
}

# shellcheck disable=SC2317 # called through check
tree_is_untouched() {
  tree_state >"$scratch/after"
  diff "$scratch/before" "$scratch/after"
}

# CI works on what is committed, so there nothing may differ at all
# shellcheck disable=SC2317 # called through check
tree_is_clean() {
  [ -z "${CI-}" ] || ! git status --porcelain | grep .
}

group=sources
check rules-bite 'A house rule no longer bites: see scripts/checks/rules-bite.js and the rules in scripts/lint and .dependency-cruiser.cjs.' \
  node scripts/checks/rules-bite.js
check arrows 'An import goes against the arrows of docs/decisions/0001-house-rules.md; each rule in .dependency-cruiser.cjs says what to do.' \
  yarn arrows
check file-names 'Rename the file after what it holds.' \
  node scripts/checks/files.js file-names
check file-lengths 'The lengths could not be read.' \
  node scripts/checks/files.js file-lengths
check lint-exceptions 'An exception from a rule needs its rule and its reason.' \
  node scripts/checks/files.js lint-exceptions
check machine-traces 'The repository must work on every machine: use relative paths, and os.tmpdir() for scratch.' \
  node scripts/checks/files.js machine-traces
check duplicate-types 'A type that is declared twice drifts: export it from where it belongs and import it.' \
  node scripts/checks/files.js duplicate-types
check readmes 'A README lists what the code has: add the line that is missing, or take out the one that is left over.' \
  node scripts/checks/files.js readmes
check catalog-info 'The suite describes itself in catalog-info.yaml: a Component for each package, with what it depends on.' \
  node scripts/checks/files.js catalog-info
check broken-links 'A link leads nowhere, or a picture is shown nowhere.' \
  node scripts/checks/files.js broken-links
check unused 'Delete what nobody uses, or stop exporting what only its own file uses.' \
  yarn knip
check manifests 'A package.json is not as Backstage wants it: run yarn fix.' \
  yarn backstage-cli repo fix --check --publish
check duplicates-in-lock 'One package is installed in more versions than needed: run yarn dedupe.' \
  yarn dedupe --check
check config 'The configuration does not fit the schemas of the packages (config.d.ts).' \
  yarn backstage-cli config:check --lax --config app-config.yaml --config app-config.demo.yaml
check config-production 'The configuration does not fit the schemas of the packages (config.d.ts), or names a key that nobody knows.' \
  sh scripts/checks/production-config.sh
check dockerfile 'An image could not be built of this: see scripts/checks/dockerfile.js.' \
  node scripts/checks/dockerfile.js
check openapi 'plugins/odoo-backend/src/schema/openapi.yaml is generated from the zod schemas: mend those and generate it again (see openapi.test.ts beside it).' \
  yarn backstage-repo-tools repo schema openapi lint
group=compiled
check type-dependencies 'Published types use a package that is not among the dependencies: move it there.' \
  yarn backstage-repo-tools type-deps
check api-reports 'The public API or a table is not what the committed report says. If that is meant: yarn reports, and commit the reports.' \
  sh scripts/checks/reports.sh --compare api
check dependency-reports 'Dependencies are unused or undeclared, other than the committed report says. If that is meant: yarn reports, and commit the reports.' \
  sh scripts/checks/reports.sh --compare dependencies
group='sources compiled'
check tree-untouched 'A check, or somebody meanwhile, has written to the tree; checks only read.' \
  tree_is_untouched
group=compiled
check tree-clean 'CI works on what is committed: commit these files, or ignore them.' \
  tree_is_clean

if [ "$ran" -eq 0 ]; then
  echo "There is no check $*: see the names in scripts/check.sh." >&2
  exit 2
fi
exit "$failed"
