#!/bin/sh
# Tells the portal what a backup tool prints, from where the backups are. It decides nothing: the portal reads it. Needs no portal and
# nothing of this repository: sh, awk, sed, curl, and the tools that it asks. docs/backups/README.md says more.
set -eu
LC_ALL=C
export LC_ALL
umask 077

usage() {
  cat <<'TEXT'
Usage: report-backups.sh TOOL --portal URL --source NAME [option …]

  pgbackrest --stanza NAME [--config FILE] [--wal-segment-size SIZE]
             pgbackrest info, with the databases of the newest backup; check_pgbackrest and pgbackrest repo-ls, when
             check_pgbackrest is installed
  barman     --server NAME [--config FILE]
             barman list-backup and barman check
  archiver   --id NAME [--connection STRING]
             the view pg_stat_archiver, by psql; --id is the stanza or server whose archiver it is

  --portal URL         base address of the portal's backend: https://portal.example.com
  --source NAME        name of the source in odoo.backups.sources of the portal's config
  --token-file FILE    the token; or in the environment variable ODOO_REPORT_TOKEN. Never on the command line

Exit codes: 0 everything was asked and taken; 1 something was not taken; 2 wrong use; 4 a tool is missing.
TEXT
}

wrong_use() { printf 'report-backups: %s\n' "$*" >&2; exit 2; }

tool=${1-}
case $tool in
  -h | --help | help) usage; exit 0 ;;
  pgbackrest | barman | archiver) shift ;;
  *) wrong_use 'name what is asked: pgbackrest, barman or archiver.' ;;
esac
portal='' source='' token_file='' config='' id='' segment_size=16MB connection=''
while [ $# -gt 0 ]; do
  [ $# -ge 2 ] || wrong_use "$1 needs a value."
  case $1 in
    --portal) portal=${2%/} ;;
    --source) source=$2 ;;
    --token-file) token_file=$2 ;;
    --config) config=$2 ;;
    --stanza | --server | --id) id=$2 ;;
    --wal-segment-size) segment_size=$2 ;;
    --connection) connection=$2 ;;
    *) wrong_use "'$1' is not known here." ;;
  esac
  shift 2
done
[ -n "$portal" ] || wrong_use '--portal is missing.'
[ -n "$source" ] || wrong_use '--source is missing.'
[ -n "$id" ] || wrong_use 'what is asked about is missing: --stanza, --server or --id.'
if [ -n "$token_file" ]; then
  ODOO_REPORT_TOKEN=$(cat -- "$token_file") || wrong_use 'the token file cannot be read.'
fi
[ -n "${ODOO_REPORT_TOKEN-}" ] || wrong_use 'there is no token: --token-file, or ODOO_REPORT_TOKEN.'
case $ODOO_REPORT_TOKEN in *[\"\\]* | *'
'*) wrong_use 'the token holds quotes or several lines.' ;; esac
program=$tool
[ "$tool" != archiver ] || program=psql
for needed in curl "$program"; do
  command -v "$needed" >/dev/null 2>&1 || { printf 'report-backups: %s is not installed.\n' "$needed" >&2; exit 4; }
done

work=$(mktemp -d "${TMPDIR:-/tmp}/report-backups.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
result=0

# A JSON text of standard input
quoted() {
  printf '"'
  tr -d '\000-\010\013-\037' | sed 's/\\/\\\\/g; s/"/\\"/g; s/	/\\t/g' | awk 'NR > 1 { printf "\\n" } { printf "%s", $0 }'
  printf '"'
}

# ask FORMAT command …: runs it and posts what it printed, with its exit code; a second command may follow by ask_too
ask() {
  format=$1
  shift
  taken_at=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  code=0
  "$@" >"$work/output" || code=$?
}
ask_too() {
  # What is missing is missed by the portal
  "$@" >>"$work/output" || true
}
post() {
  {
    printf '{"source":%s,"format":"%s",' "$(printf %s "$source" | quoted)" "$format"
    printf '"id":%s,"takenAt":"%s","exitCode":%s,"output":' "$(printf %s "$id" | quoted)" "$taken_at" "$code"
    quoted <"$work/output"
    printf '}'
  } >"$work/report.json"
  # The token by standard input, so that it is on no command line
  answer=$(printf 'header = "authorization: Bearer %s"\n' "$ODOO_REPORT_TOKEN" |
    curl --silent --config - --max-time 60 --retry 3 --retry-connrefused --output "$work/answer" --write-out '%{http_code}' \
      --header 'content-type: application/json' --data-binary "@$work/report.json" \
      "$portal/api/odoo/backup-reports") || answer=000
  case $answer in
    2??) printf '%s: taken. %s\n' "$format" "$(head -c 500 "$work/answer" | tr -cd '\040-\176')" ;;
    *)
      printf 'report-backups: %s was not taken (the portal answered %s).\n' "$format" "$answer" >&2
      result=1
      ;;
  esac
}

# shellcheck disable=SC2317 # called through ask
pgbackrest_with() {
  if [ -n "$config" ]; then set -- "--config=$config" "$@"; fi
  pgbackrest "--stanza=$id" --output=json --log-level-console=off "$@"
}
# shellcheck disable=SC2317 # called through ask
barman_with() {
  if [ -n "$config" ]; then set -- -c "$config" "$@"; fi
  barman -f json "$@"
}

case $tool in
  pgbackrest)
    ask pgbackrest-info pgbackrest_with info
    newest=$(sed -n 's/.*"label":"\([0-9A-Za-z_-]*\)".*/\1/p' "$work/output" | tail -n 1)
    [ -z "$newest" ] || ask_too pgbackrest_with "--set=$newest" info
    post
    if command -v check_pgbackrest >/dev/null 2>&1; then
      set -- --service=archives "--stanza=$id" "--wal-segsize=$segment_size" --output=json
      [ -z "$config" ] || set -- "$@" "--config=$config"
      ask check-pgbackrest check_pgbackrest "$@"
      # check_pgbackrest takes the label of a backup for the segment in which it began
      set -- repo-ls --recurse --output=json "archive/$id"
      [ -z "$config" ] || set -- "--config=$config" "$@"
      ask_too pgbackrest --log-level-console=off "$@"
      post
    fi
    ;;
  barman)
    ask barman-list-backup barman_with list-backup "$id"
    post
    ask barman-check barman_with check "$id"
    post
    ;;
  archiver)
    ask pg-stat-archiver psql -XAtq ${connection:+"-d$connection"} -c 'select row_to_json(a) from pg_stat_archiver a'
    post
    ;;
esac
exit "$result"
