# Runs the command line on the pinned Node. Needs say.sh, node.sh and account.sh.

# The installed station, and its master key where systemd keeps it: the unit's LoadCredentialEncrypted=.
INSTALLED=/var/lib/tramso
SEALED_KEY=/etc/credstore.encrypted/tramso-key

# data_of ARGUMENT… : the folder that --data names; prints nothing where there is none.
data_of() {
  while [ $# -gt 0 ]; do
    case $1 in
      --data) [ $# -gt 1 ] && printf '%s\n' "$2" && return ;;
      --data=*) printf '%s\n' "${1#--data=}" && return ;;
    esac
    shift
  done
}

uses_data() {
  case $1 in '' | help | --help | -h | version | openapi | normalise | say) return 1 ;; esac
}

# open_key : the credential that systemd gives to the service alone, to a folder of the station's user in memory, for
# as long as this shell lives; sets $CREDENTIALS_DIRECTORY. Whether the key is needed, the command will say.
open_key() {
  [ "${TRAMSO_DATA%/}" = "$INSTALLED" ] && [ -e "$SEALED_KEY" ] || return 0
  key_folder=$(mktemp -d /run/tramso-key.XXXXXXXX)
  trap 'rm -rf "$key_folder"' EXIT
  if (umask 077 && systemd-creds decrypt --name=tramso-key "$SEALED_KEY" "$key_folder/tramso-key"); then
    chown -R "$ACCOUNT:$(id -g "$ACCOUNT")" "$key_folder"
    export CREDENTIALS_DIRECTORY="$key_folder"
  else
    say "Không mở được khóa chính mà systemd giữ ($SEALED_KEY). (systemd-creds cannot open the master key.)" >&2
  fi
}

# prepare_cli ARGUMENT… : sets $TRAMSO_DATA and, as root, $drop, the command that drops to the station's user.
prepare_cli() {
  TRAMSO_DATA=$(data_of "$@")
  [ -n "$TRAMSO_DATA" ] || TRAMSO_DATA=$(default_data)
  export TRAMSO_DATA
  drop=
  key_folder=
  if is_root && uses_data "${1-}"; then
    use_account "$TRAMSO_DATA"
    prepare_data "$TRAMSO_DATA"
    place_program
    open_key
    export HOME="$TRAMSO_DATA/cache"
  fi
}

# stay COMMAND… : runs it while this shell stays, to clear away behind it; signals go to it, and its exit code comes back.
stay() {
  exec 3<&0
  "$@" <&3 3<&- &
  child=$!
  trap 'kill -TERM "$child" 2>/dev/null' INT TERM HUP
  code=0
  wait "$child" || code=$?
  # A signal ends the first wait; the command is given the time to end.
  while kill -0 "$child" 2>/dev/null; do
    code=0
    wait "$child" || code=$?
  done
  exit "$code"
}

# run_cli ARGUMENT… : in the place of this shell, unless there is a key to be cleared away.
run_cli() {
  prepare_cli "$@"
  . "$top/src/cli/node.env"
  # What is compiled once is kept; with it a start needs no reader of TypeScript, in time or memory.
  export NODE_OPTIONS MALLOC_ARENA_MAX NODE_COMPILE_CACHE="${XDG_CACHE_HOME:-$HOME/.cache}/tramso"
  # shellcheck disable=SC2086 # a command and its flags, or nothing
  [ -z "$key_folder" ] || stay $drop "$NODE" "$top/src/cli.ts" "$@"
  # shellcheck disable=SC2086
  exec $drop "$NODE" "$top/src/cli.ts" "$@"
}
