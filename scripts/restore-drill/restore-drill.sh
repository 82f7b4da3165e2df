#!/bin/sh
# Restores a backup of PostgreSQL into a scratch directory, starts it on a private socket, looks at what is in it, measures how long
# that took, and tells the portal. Needs no portal and nothing of this repository: sh, awk, sed, the PostgreSQL server programs,
# the tool of the backup, and curl where the result is posted. README.md beside it says more.
set -eu
LC_ALL=C
export LC_ALL
umask 077

usage() {
  cat <<'TEXT'
Usage: restore-drill.sh TOOL [option …]

  pgbackrest --stanza NAME [--config FILE] [--set LABEL] [--repo N]
  barman     --server NAME [--config FILE] [--set BACKUP-ID]
  dump       --file FILE [--role NAME …]    of pg_dump: custom, tar, directory or plain, the last also with gzip

Where and what
  --target latest|immediate|INSTANT  as far as there is WAL (default), to the end of the backup, or to an instant: 2026-11-22 13:40:00+00
  --taken-at INSTANT     when the dump was made: it does not say so itself
  --scratch DIR          where to restore to; removed at the end (default: $TMPDIR, else /tmp)
  --postgres-bin DIR     the server programs of the backup's major version (default: the newest of this machine)
  --database NAME        the database that is looked at (default: postgres)
  --user NAME            a superuser of the restored server (default: postgres)
  --preload LIBRARIES    shared_preload_libraries (default: none, so that no background job begins to work)
  --limit SECONDS        longest time for the restore, and for the start (default: 14400)

What to look at (in the order given; any number)
  --rows TABLE EXPECTED             counts the rows of a table
  --check NAME EXPECTED SQL         one statement that gives one value
  --check-file NAME EXPECTED FILE   the same from a file
  EXPECTED is the value itself, '>=N', '<=N', or 'any'

Who is told
  --portal URL           base address of the portal's backend: https://portal.example.com
  --source SOURCE        source of the event, as the environment's binding names it
  --environment ID       the environment, as the source calls it
  --token-file FILE      the token; or in the environment variable ODOO_DRILL_TOKEN. Never on the command line
  --id ID                identity of the drill (default: of the time and the process)
  --url URL              link to the log of this run
  --event-file FILE      write the event there, too

Exit codes: 0 the drill succeeded; 1 it failed (and was posted as failed); 2 wrong use; 3 the result could not be posted;
4 the drill could not be run, so nothing was posted; 130, 143 interrupted.
TEXT
}

say() { printf '%s\n' "$*"; }
wrong_use() { say "restore-drill: $*" >&2; say 'restore-drill.sh --help says how it is used.' >&2; exit 2; }
cannot_run() { say "restore-drill: $*" >&2; exit 4; }

notes=$(mktemp -d "${TMPDIR:-/tmp}/restore-drill.XXXXXX")
work='' child='' bin=''
# shellcheck disable=SC2317 # called by the trap
clean_up() {
  result=$?
  trap - EXIT
  trap '' INT TERM HUP
  [ -z "$child" ] || kill "$child" 2>/dev/null || true
  if [ -n "$work" ]; then
    [ ! -f "$work/data/postmaster.pid" ] ||
      "$bin/pg_ctl" -D "$work/data" -m immediate -w -t 60 stop >/dev/null 2>&1 || true
    rm -rf "$work"
  fi
  rm -rf "$notes"
  exit "$result"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

tool=${1-}
case $tool in
  -h | --help | help) usage; exit 0 ;;
  pgbackrest | barman | dump) shift ;;
  *) wrong_use 'name what restores: pgbackrest, barman or dump.' ;;
esac

stanza='' server='' config='' set='' repo='' file='' target=latest database=postgres user=postgres preload='' limit=14400
portal='' source='' environment='' token_file='' drill='' url='' event_file='' taken_at='' scratch=${TMPDIR:-/tmp}
: >"$notes/roles"

# One file for each field of a check: their texts may hold anything
checks=0
add_check() {
  checks=$((checks + 1))
  printf '%s' "$1" >"$notes/check.$checks.name"
  printf '%s' "$2" >"$notes/check.$checks.expected"
  printf '%s' "$4" >"$notes/check.$checks.kind"
  if [ "$4" = file ]; then
    cp -- "$3" "$notes/check.$checks.sql" || wrong_use "the file of the check '$1' can't be read."
  else
    printf '%s\n' "$3" >"$notes/check.$checks.sql"
  fi
}

while [ $# -gt 0 ]; do
  option=$1
  case $option in
    --rows) wants=2 ;;
    --check | --check-file) wants=3 ;;
    --*) wants=1 ;;
    *) wrong_use "'$option' is not known here." ;;
  esac
  [ $# -gt "$wants" ] || wrong_use "$option needs $wants value(s)."
  case $option in
    --stanza) stanza=$2 ;;
    --server) server=$2 ;;
    --config) config=$2 ;;
    --set) set=$2 ;;
    --repo) repo=$2 ;;
    --file) file=$2 ;;
    --role) printf '%s\n' "$2" >>"$notes/roles" ;;
    --target) target=$2 ;;
    --taken-at) taken_at=$2 ;;
    --scratch) scratch=$2 ;;
    --postgres-bin) bin=$2 ;;
    --database) database=$2 ;;
    --user) user=$2 ;;
    --preload) preload=$2 ;;
    --limit) limit=$2 ;;
    --rows) add_check "rows of $2" "$3" "select count(*) from $2;" rows ;;
    --check) add_check "$2" "$3" "$4" text ;;
    --check-file) add_check "$2" "$3" "$4" file ;;
    --portal) portal=${2%/} ;;
    --source) source=$2 ;;
    --environment) environment=$2 ;;
    --token-file) token_file=$2 ;;
    --id) drill=$2 ;;
    --url) url=$2 ;;
    --event-file) event_file=$2 ;;
    *) wrong_use "'$option' is not known here." ;;
  esac
  shift $((wants + 1))
done

case $tool in
  pgbackrest) [ -n "$stanza" ] || wrong_use 'pgbackrest needs --stanza.' ;;
  barman) [ -n "$server" ] || wrong_use 'barman needs --server.' ;;
  dump) [ -e "$file" ] || wrong_use 'dump needs --file, and the file.' ;;
esac
case $limit in '' | *[!0-9]*) wrong_use '--limit is a number of seconds.' ;; esac
case $target$taken_at in *[!-0-9A-Za-z:.+\ ]*) wrong_use '--target is latest, immediate or an instant, --taken-at an instant.' ;; esac
case $preload in *[!-0-9A-Za-z_,\$/.]*) wrong_use '--preload is a list of libraries with commas between.' ;; esac
if [ -n "$portal" ]; then
  [ -n "$source" ] || wrong_use '--portal needs --source.'
  [ -n "$environment" ] || wrong_use '--portal needs --environment.'
  if [ -n "$token_file" ]; then
    ODOO_DRILL_TOKEN=$(cat -- "$token_file") || cannot_run 'the token file cannot be read.'
  fi
  [ -n "${ODOO_DRILL_TOKEN-}" ] || wrong_use '--portal needs a token: --token-file, or ODOO_DRILL_TOKEN.'
  case $ODOO_DRILL_TOKEN in *[\"\\]* | *'
'*) cannot_run 'the token holds quotes or several lines.' ;; esac
  command -v curl >/dev/null 2>&1 || cannot_run 'curl is not installed, and posts the result.'
fi
[ -n "$drill" ] || drill=drill-$(date -u +%Y%m%dT%H%M%SZ)-$$

if [ -z "$bin" ]; then
  # The last one that is there counts
  for found in /usr/local/bin /opt/bitnami/postgresql/bin /usr/pgsql-*/bin /usr/lib/postgresql/*/bin; do
    [ ! -x "$found/postgres" ] || [ ! -x "$found/pg_controldata" ] || bin=$found
  done
fi
for program in postgres pg_ctl pg_controldata psql; do
  [ -x "$bin/$program" ] || cannot_run "there is no $program: name the folder of the PostgreSQL server programs by --postgres-bin."
done
[ "$(id -u)" -ne 0 ] || cannot_run 'PostgreSQL refuses to be of root: run this as the user that may read the backups.'
[ "$tool" = dump ] || command -v "$tool" >/dev/null 2>&1 || cannot_run "$tool is not installed."
mkdir -p -- "$scratch" || cannot_run 'the scratch directory cannot be made.'
work=$(mktemp -d "$scratch/restore-drill.XXXXXX") || cannot_run 'the scratch directory cannot be written.'
case $work in *[!-0-9A-Za-z_./]*) cannot_run 'the path of the scratch directory must be of letters, digits and -_./ only.' ;; esac
# A socket's path may have 107 characters
socket=$notes
[ "${#socket}" -lt 80 ] || cannot_run 'the path of TMPDIR is too long for a socket.'

began=$(date +%s)
started_at=$(date -u +%Y-%m-%dT%H:%M:%SZ)
outcome=success message='' measured='' backup='' restored_to='' rows=0 counted=

# Runs a command no longer than --limit, its output in a file, so that a signal to this script is heard meanwhile
bounded() {
  log=$1
  shift
  if command -v timeout >/dev/null 2>&1; then set -- timeout "$limit" "$@"; fi
  "$@" >"$log" 2>&1 </dev/null &
  child=$!
  status=0
  wait "$child" || status=$?
  child=
  return "$status"
}

failed() {
  outcome=failure
  message=$1
  [ -n "$measured" ] || measured=$(($(date +%s) - began))
  say "FAILED: $message"
}

# Only printable ASCII goes into the event: what a log says may be anything
plain() { tr '\n\t' '  ' | tr -cd '\040-\176' | cut -c "1-$1" | sed 's/ *$//'; }

unset PGHOST PGHOSTADDR PGDATABASE PGSERVICE PGOPTIONS PGSSLMODE
PGPORT=5432
export PGPORT
sql() { "$bin/psql" -XAtq -v ON_ERROR_STOP=1 -h "$socket" -U "$user" "$@" </dev/null; }

write_settings() {
  cat >"$work/postgresql.conf" <<CONF
listen_addresses = ''
unix_socket_directories = '$socket'
hba_file = '$work/pg_hba.conf'
ident_file = '$work/pg_ident.conf'
lc_messages = 'C'
CONF
  echo 'local all all trust' >"$work/pg_hba.conf"
  : >"$work/pg_ident.conf"
  # Recovery needs no less of these than the server had
  "$bin/pg_controldata" -D "$work/data" | sed -n \
    -e 's/^max_connections setting: */max_connections = /p' \
    -e 's/^max_worker_processes setting: */max_worker_processes = /p' \
    -e 's/^max_wal_senders setting: */max_wal_senders = /p' \
    -e 's/^max_prepared_xacts setting: */max_prepared_transactions = /p' \
    -e 's/^max_locks_per_xact setting: */max_locks_per_transaction = /p' >>"$work/postgresql.conf"
}

# What the restored server says of itself in postgresql.auto.conf must not reach out: no network, no archiving, no replication, no
# jobs, no memory of a big machine. The command line is stronger than that file.
start_server() {
  write_settings
  rm -f "$work/data/standby.signal" "$work/data/postmaster.pid"
  quiet='-c listen_addresses= -c port=5432 -c archive_mode=off -c archive_command= -c primary_conninfo= -c primary_slot_name='
  quiet="$quiet -c max_logical_replication_workers=0 -c synchronous_standby_names= -c hot_standby=off -c ssl=off -c huge_pages=off"
  quiet="$quiet -c shared_buffers=32MB -c logging_collector=off -c log_destination=stderr -c external_pid_file= -c cluster_name="
  bounded "$notes/start.log" "$bin/pg_ctl" -D "$work/data" -l "$work/server.log" -w -t "$limit" \
    -o "-c config_file=$work/postgresql.conf -c unix_socket_directories=$socket -c shared_preload_libraries=$preload $quiet" start || return
  # pg_ctl calls a server started that still recovers
  waited=0
  until sql -d postgres -c 'select 1' >/dev/null 2>&1; do
    "$bin/pg_ctl" -D "$work/data" status >/dev/null 2>&1 || return
    waited=$((waited + 1))
    [ "$waited" -lt "$((limit * 5))" ] || return
    sleep 0.2 2>/dev/null || sleep 1
  done
}

restore_with_tool() {
  case $tool:$target in
    pgbackrest:latest) set -- --type=default ;;
    pgbackrest:immediate) set -- --type=immediate --target-action=promote ;;
    pgbackrest:*) set -- --type=time "--target=$target" --target-action=promote ;;
    barman:latest) set -- ;;
    barman:immediate) set -- --target-immediate --target-action promote ;;
    barman:*) set -- --target-time "$target" --target-action promote ;;
  esac
  if [ "$tool" = pgbackrest ]; then
    [ -z "$repo" ] || set -- "--repo=$repo" "$@"
    [ -z "$set" ] || set -- "--set=$set" "$@"
    [ -z "$config" ] || set -- "--config=$config" "$@"
    mkdir -p "$work/data" "$work/tablespaces"
    bounded "$notes/restore.log" pgbackrest "--stanza=$stanza" "--pg1-path=$work/data" --archive-mode=off \
      "--tablespace-map-all=$work/tablespaces" --log-level-console=info --log-level-file=off "$@" restore || return
    backup=$(sed -n 's/.*restore backup set \([0-9A-Za-z_-]*\).*/\1/p' "$notes/restore.log" | tail -n 1)
  else
    if [ -z "$config" ]; then
      bounded "$notes/restore.log" barman recover "$@" "$server" "${set:-latest}" "$work/data" || return
    else
      bounded "$notes/restore.log" barman -c "$config" recover "$@" "$server" "${set:-latest}" "$work/data" || return
    fi
    backup=$(sed -n 's/.* using backup \([0-9A-Za-z_-]*\).*/\1/p' "$notes/restore.log" | tail -n 1)
  fi
}

restore_dump() {
  backup=$(basename -- "$file" | plain 200)
  if [ ! -f "$work/data/PG_VERSION" ]; then
    "$bin/initdb" -D "$work/data" -U "$user" -A trust -E UTF8 --no-instructions >"$notes/initdb.log" 2>&1 || return
  fi
  start_server || return
  while read -r role; do
    sql -d postgres -c "create role \"$role\"" || return
  done <"$notes/roles"
  [ "$database" = postgres ] || sql -d postgres -c "create database \"$database\" template template0" || return
  if [ -d "$file" ] || "$bin/pg_restore" --list "$file" >/dev/null 2>&1; then
    bounded "$notes/restore.log" "$bin/pg_restore" --exit-on-error --no-owner --no-privileges \
      -h "$socket" -U "$user" -d "$database" "$file"
  else
    case $file in
      *.gz) gzip -dc -- "$file" >"$work/dump.sql" || return ;;
      *) ln -s "$(cd "$(dirname -- "$file")" && pwd)/$(basename -- "$file")" "$work/dump.sql" ;;
    esac
    # What broke off ends without this line
    tail -c 4096 "$work/dump.sql" | grep -q 'PostgreSQL database dump complete' || {
      echo 'the dump broke off' >"$notes/restore.log"
      return 1
    }
    bounded "$notes/restore.log" "$bin/psql" -Xq -v ON_ERROR_STOP=1 -h "$socket" -U "$user" -d "$database" -f "$work/dump.sql"
  fi
}

last_words() {
  grep -hE "$1" "$2" 2>/dev/null | tail -n 1 | sed 's/^.*\(FATAL\|PANIC\|ERROR\): */\1: /' | plain 200
}

# What was reached: the last transaction that was replayed; else the beginning of the backup, which is never later than the truth
find_restored_to() {
  case $tool:$target in
    # A dump says when it was made without saying in which zone
    dump:*)
      [ -n "$taken_at" ] || return 0
      instant="timestamptz '$taken_at'"
      ;;
    *:latest | *:immediate)
      began_backup=$(sed -n 's/^START TIME: *//p' "$notes/backup_label" 2>/dev/null | plain 60 | tr -d "'")
      instant='pg_last_xact_replay_timestamp()'
      [ -z "$began_backup" ] || instant="coalesce($instant, timestamptz '$began_backup')"
      ;;
    *) instant="timestamptz '$target'" ;;
  esac
  restored_to=$(sql -d postgres -c \
    "select to_char(($instant) at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')" 2>/dev/null) || restored_to=
}

meets() {
  case $2 in
    any) [ -n "$1" ] ;;
    '>='* | '<='*)
      printf '%s\n%s\n' "$1" "$2" | awk '
        NR == 1 { found = $0 }
        NR == 2 { wanted = substr($0, 3) + 0; least = substr($0, 1, 1) == ">" }
        END { exit !(found ~ /^-?[0-9]+(\.[0-9]+)?$/ && (least ? found + 0 >= wanted : found + 0 <= wanted)) }'
      ;;
    *) [ "$1" = "$2" ] ;;
  esac
}

look() {
  : >"$notes/checks.json"
  number=0
  while [ "$number" -lt "$checks" ]; do
    number=$((number + 1))
    name=$(plain 80 <"$notes/check.$number.name")
    expected=$(cat "$notes/check.$number.expected")
    passed=true detail=''
    if value=$(PGOPTIONS="-c default_transaction_read_only=on -c statement_timeout=${limit}s" \
      sql -d "$database" -f "$notes/check.$number.sql" 2>"$notes/check.log"); then
      if ! meets "$value" "$expected"; then
        passed=false
        detail=$(printf 'expected %s, found %s' "$expected" "$value" | plain 200)
      elif [ "$(cat "$notes/check.$number.kind")" = rows ]; then
        rows=$((rows + value))
        counted=yes
      fi
    else
      passed=false
      detail=$(last_words 'ERROR|FATAL' "$notes/check.log")
    fi
    say "check $name: $passed $detail"
    [ "$passed" = true ] || [ "$outcome" = failure ] || failed "The check '$name' did not pass."
    printf '%s{"name":"%s","passed":%s%s}' "$([ "$number" -eq 1 ] || printf ,)" "$(printf %s "$name" | quoted)" "$passed" \
      "${detail:+,\"detail\":\"$(printf %s "$detail" | quoted)\"}" >>"$notes/checks.json"
  done
}

quoted() { sed 's/\\/\\\\/g; s/"/\\"/g'; }
field() { [ -z "$2" ] || printf ',"%s":"%s"' "$1" "$(printf %s "$2" | plain "${3-500}" | quoted)"; }

write_event() {
  finished=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  type=dev.cdeventsx.odoo-restoredrill.finished.0.1.0
  id=$(printf %s "$drill" | plain 100 | quoted)
  where=$(printf %s "$source" | plain 500 | quoted)
  cat >"$notes/event.json" <<EVENT
{"specversion":"1.0","id":"$id","source":"$where","type":"$type","time":"$finished","subject":"$id","datacontenttype":"application/json",
"data":{"context":{"specversion":"0.5.1","id":"$id","source":"$where","type":"$type","timestamp":"$finished"},
"subject":{"id":"$id","content":{"environment":{"id":"$(printf %s "$environment" | plain 500 | quoted)"},"outcome":"$outcome",
"durationSeconds":$measured,"area":"postgresql","startedAt":"$started_at"$(
    field restoredTo "$restored_to" 40
    field backup "$backup" 200
    field database "$database" 63
    field message "$message"
    field url "$url" 2000
    [ -z "$counted" ] || printf ',"rowsCompared":%s' "$rows"
    [ ! -s "$notes/checks.json" ] || printf ',"checks":[%s]' "$(cat "$notes/checks.json")"
  )}}}}
EVENT
  [ -z "$event_file" ] || cp "$notes/event.json" "$event_file"
}

post_event() {
  [ -n "$portal" ] || return 0
  # By standard input, so that the token is on no command line
  answer=$(printf 'header = "authorization: Bearer %s"\n' "$ODOO_DRILL_TOKEN" |
    curl --silent --config - --max-time 30 --retry 5 --retry-connrefused --output /dev/null --write-out '%{http_code}' \
      --header 'content-type: application/cloudevents+json' --data-binary "@$notes/event.json" \
      "$portal/api/odoo/events") || answer=000
  case $answer in
    2??) say 'The portal has the result.' ;;
    *)
      say "restore-drill: the portal did not take the result (it answered $answer)." >&2
      exit 3
      ;;
  esac
}

say "Restoring with $tool …"
if [ "$tool" = dump ]; then
  restore_dump || failed "The dump could not be restored: $(last_words 'ERROR|FATAL|error:|broke off' "$notes/restore.log")"
elif ! restore_with_tool; then
  code=$(sed -n 's/.*ERROR: \(\[[0-9]*\]\).*/ \1/p' "$notes/restore.log" | tail -n 1)
  failed "$tool could not restore it$code; the log of this run says why."
  tail -n 20 "$notes/restore.log"
else
  cp "$work/data/backup_label" "$notes/backup_label" 2>/dev/null || true
  start_server || failed "PostgreSQL does not start on what was restored: $(last_words 'FATAL|PANIC' "$work/server.log")"
fi
if [ "$outcome" = success ] && ! sql -d "$database" -c 'select 1' >/dev/null 2>"$notes/check.log"; then
  failed "The database does not answer: $(last_words 'FATAL|ERROR' "$notes/check.log")"
fi
if [ "$outcome" = success ]; then
  measured=$(($(date +%s) - began))
  say "It answers after $measured s."
  find_restored_to
  look
fi
write_event
post_event
[ "$outcome" = success ] || exit 1
say 'The drill succeeded.'
