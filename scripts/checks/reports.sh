#!/bin/sh
# The reports that make changes of the public API, of tables and of dependencies visible in review. Needs the compiler's
# output (yarn tsc).
#   --write  writes plugins/*/report*.api.md, report.sql.md and knip-report.md anew (yarn reports)
#   --compare api | --compare dependencies  fails when they are not what is committed
set -eu
cd "$(dirname -- "$0")/../.."

# Between workspaces the extractor reads sources where it wants declarations: that warning is always there. What a member means
# is asked for by review, not by a machine.
omitted=ae-wrong-input-file-type,ae-undocumented

# Other warnings stand in the reports themselves: a new one changes its report, and so is reviewed
api_reports() {
  yarn backstage-repo-tools api-reports --sql-reports --include 'plugins/*' -o "$omitted" --allow-all-warnings "$@"
}

# An incremental compile writes the keys of some types in the order in which it happened to meet them; a full one always in the
# same. So reports are written from a full one, and a difference counts only when a full one shows it, too.
full_compile() {
  yarn tsc --incremental false
}

# The tool writes its configuration here and leaves it behind when it fails
trap 'rm -f knip.json' EXIT

case ${1-} in
  --write)
    full_compile
    api_reports
    yarn backstage-repo-tools knip-reports 'plugins/*'
    ;;
  --compare)
    case ${2-} in
      api)
        api_reports --ci || {
          full_compile
          api_reports --ci
        }
        ;;
      dependencies) yarn backstage-repo-tools knip-reports --ci 'plugins/*' ;;
      *) exit 2 ;;
    esac
    ;;
  *)
    echo 'Use: reports.sh --write, or --compare api|dependencies' >&2
    exit 2
    ;;
esac
