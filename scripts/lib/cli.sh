# Runs the command line on the pinned Node. Needs say.sh, node.sh and account.sh.

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

# prepare_cli ARGUMENT… : sets $TRAMSO_DATA and, as root, $drop, the command that drops to the station's user.
prepare_cli() {
  TRAMSO_DATA=$(data_of "$@")
  [ -n "$TRAMSO_DATA" ] || TRAMSO_DATA=$(default_data)
  export TRAMSO_DATA
  drop=
  if is_root && uses_data "${1-}"; then
    use_account "$TRAMSO_DATA"
    prepare_data "$TRAMSO_DATA"
    place_program
    export HOME="$TRAMSO_DATA/cache"
  fi
}

# run_cli ARGUMENT… : in the place of this shell.
run_cli() {
  prepare_cli "$@"
  . "$top/src/cli/node.env"
  # What is compiled once is kept; with it a start needs no reader of TypeScript, in time or memory.
  export NODE_OPTIONS MALLOC_ARENA_MAX NODE_COMPILE_CACHE="${XDG_CACHE_HOME:-$HOME/.cache}/tramso"
  # shellcheck disable=SC2086 # a command and its flags, or nothing
  exec $drop "$NODE" "$top/src/cli.ts" "$@"
}
