# shellcheck shell=sh
# What the user reads: numbered steps, and one clear sentence when something fails. Sourced by the commands.

DATA_DIR=${DATA_DIR:-$ROOT/.data}
case $DATA_DIR in
  /*) ;;
  *) DATA_DIR=$ROOT/$DATA_DIR ;;
esac
LOGS=$DATA_DIR/logs
export DATA_DIR LOGS

step_number=0
step_total=0
step_name=

# Ends with a sentence that says what to do. 1: it failed; 2: it was called wrongly.
die() {
  [ -z "$step_name" ] || echo 'failed'
  step_name=
  echo "$1" >&2
  exit "${2:-1}"
}

wrong_use() {
  die "$1 ./portal --help lists commands and options." 2
}

plan_steps() {
  step_total=$1
  mkdir -p "$LOGS" 2>/dev/null ||
    die "Cannot write to $DATA_DIR: it needs to belong to you, or set DATA_DIR to another folder."
}

step() {
  step_number=$((step_number + 1))
  step_name=$1
  step_began=$(date +%s)
  printf '%s/%s %s … ' "$step_number" "$step_total" "$1"
}

step_ok() {
  step_done "$(step_seconds)"
}

step_seconds() {
  echo "$(($(date +%s) - step_began)) s"
}

step_done() {
  echo "ok ($1)"
  step_name=
}

step_failed() {
  echo 'failed'
  step_name=
}

# Runs a command with its output in a log. When it fails: the end of the log, then a sentence.
# quietly LOG 'sentence' command …
quietly() {
  quiet_log=$LOGS/$1.log
  quiet_sentence=$2
  shift 2
  if "$@" >"$quiet_log" 2>&1 </dev/null; then
    return 0
  fi
  step_failed
  tail -n 25 "$quiet_log" >&2
  die "$(known_cause "$quiet_log" || echo "$quiet_sentence") The whole output is in $quiet_log."
}

# Says what stood in the way when a log shows one of the usual causes; fails when it does not.
known_cause() {
  if grep -qE 'ENOSPC|No space left on device' "$1"; then
    echo 'The disk is full: free some space and run the same command again.'
  elif grep -qE 'ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ENETUNREACH|ECONNRESET|RequestError' "$1"; then
    echo 'The package registry cannot be reached: check the network (and proxy settings of npm and Yarn), then run the same command again.'
  elif grep -qE 'SELF_SIGNED_CERT|UNABLE_TO_(GET|VERIFY)|CERT_HAS_EXPIRED' "$1"; then
    echo 'The certificate of the package registry is not trusted here: name the authority to Node (NODE_EXTRA_CA_CERTS=FILE), then run the same command again.'
  elif grep -qE 'EACCES|EPERM|Permission denied' "$1"; then
    echo "Some files here belong to another user: make $ROOT yours (chown -R), or clone again as the user who runs ./portal."
  else
    return 1
  fi
}

# SHA-256 of standard input, with what Linux or macOS brings
sha256() {
  if command -v sha256sum >/dev/null 2>&1; then
    sha256sum | cut -d ' ' -f 1
  else
    shasum -a 256 | cut -d ' ' -f 1
  fi
}

# SHA-256 over names and contents of the files below the given paths, build results aside
sha256_of_tree() {
  find "$@" \( -name node_modules -o -name dist -o -name dist-types -o -name coverage \) -prune -o -type f -print |
    LC_ALL=C sort | while IFS= read -r file; do
    echo "$file"
    cat -- "$file"
  done | sha256
}

# Fails with a sentence when the disk of a folder has less room than asked for: need_space MIB [FOLDER], the repository unless named
need_space() {
  need_mib=${PORTAL_NEED_MIB:-$1}
  need_folder=${2:-$ROOT}
  free_mib=$(df -Pk "$need_folder" | awk 'NR == 2 { print int($4 / 1024) }')
  [ "$free_mib" -ge "$need_mib" ] ||
    die "The disk of $need_folder has $free_mib MiB free and this needs $need_mib MiB: free some space and run the same command again."
}

random_hex() {
  od -An -N32 -tx1 /dev/urandom | tr -d ' \n'
}
