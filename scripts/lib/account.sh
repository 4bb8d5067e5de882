# The unprivileged user that the station runs as when root starts it, and the program where that user can read it.
# Needs say.sh, $top and $NODE.
# shellcheck disable=SC2086 # $drop and lists of names are meant to split

ACCOUNT=tramso
# Where the program is copied when the user can't read this checkout (in /root, say).
PROGRAM_COPY=/var/cache/tramso/program

is_root() { [ "$(id -u)" = 0 ]; }

default_data() {
  if is_root; then echo /var/lib/tramso; else echo "${XDG_DATA_HOME:-$HOME/.local/share}/tramso"; fi
}

# use_account DIR : as whom the station runs on this data folder: its owner, or our own user where root owns it.
use_account() {
  owner=$(stat -c %U "$1" 2>/dev/null || echo root)
  case $owner in
    root) id "$ACCOUNT" >/dev/null 2>&1 || useradd --system --user-group --no-create-home \
      --home-dir /var/lib/tramso --shell /usr/sbin/nologin "$ACCOUNT" ||
      die "không tạo được người dùng $ACCOUNT" 'useradd failed' ;;
    UNKNOWN) die "thư mục $1 thuộc về người dùng không còn trên máy" 'the owner of the folder does not exist' ;;
    *) ACCOUNT=$owner ;;
  esac
  # Without any right to gain more.
  drop="setpriv --reuid=$ACCOUNT --regid=$(id -g "$ACCOUNT") --init-groups --inh-caps=-all --no-new-privs --"
}

# prepare_data DIR : makes it, and gives it to the user. A folder with other people's files is refused.
prepare_data() {
  if [ ! -e "$1" ]; then
    mkdir -p "$(dirname "$1")" && install -d -m 700 -o "$ACCOUNT" -g "$(id -g "$ACCOUNT")" "$1" ||
      die "không tạo được thư mục $1" 'the data folder cannot be made'
  elif [ "$(stat -c %U "$1")" != "$ACCOUNT" ]; then
    [ -z "$(ls -A "$1")" ] || [ -e "$1/tramso.db" ] || [ -e "$1/tramso.toml" ] ||
      die "thư mục $1 đang có dữ liệu khác; hãy chọn thư mục trống bằng --data" 'the folder holds other things'
    chown -R "$ACCOUNT:$(id -g "$ACCOUNT")" "$1"
  fi
  $drop test -w "$1" -a -x "$1" ||
    die "người dùng $ACCOUNT không vào được $1; hãy chọn nơi khác, ví dụ --data /var/lib/tramso" \
      'the user of the station cannot enter the data folder'
}

# What the station needs of a checkout.
PROGRAM='package.json package-lock.json scripts systemd src migrations device-profiles dist node_modules'

can_read_program() {
  (cd / && $drop find $(printf "$top/%s " $PROGRAM) ! -type l ! -readable -print -quit 2>&1) | grep -q . && return 1
  return 0
}

# A link to somebody else's file would stay theirs to write.
all_ours() { [ -z "$(find "$1" ! -uid "$(id -u)" -print -quit)" ]; }

# copy_program TARGET : the program without what belongs to a checkout, readable by all. The packages, which nobody
# edits in place, only when they changed, and linked where the disk is the same.
copy_program() {
  mkdir -p "$1"
  chmod 755 "$1"
  names=$PROGRAM
  cmp -s "$top/node_modules/.tramso-setup" "$1/node_modules/.tramso-setup" && names=${PROGRAM% node_modules}
  for name in $names; do
    [ -e "$top/$name" ] || continue
    rm -rf "$1/.new"
    mkdir "$1/.new"
    if [ "$name" != node_modules ] || ! all_ours "$top/$name" || ! cp -al "$top/$name" "$1/.new/" 2>/dev/null; then
      rm -rf "$1/.new/$name"
      # Ours from the first byte: what root will run is never another user's file.
      copy_error=$(cp -a --no-preserve=ownership "$top/$name" "$1/.new/" 2>&1) ||
        die "không chép được $name vào $1: $(printf '%s\n' "$copy_error" | head -n 1)" 'the program could not be copied'
    fi
    chmod -R a+rX,go-w "$1/.new/$name"
    sync -f "$1/.new"
    rm -rf "${1:?}/$name"
    mv "$1/.new/$name" "$1/$name"
  done
  rmdir "$1/.new"
}

# place_program : sets $top and $NODE to a place that the user can read.
place_program() {
  can_read_program && return 0
  [ "$top" != "$PROGRAM_COPY" ] || die "không đọc được $top" 'unreadable'
  mkdir -p -m 755 "$(dirname "$PROGRAM_COPY")"
  copy_program "$PROGRAM_COPY"
  NODE=$PROGRAM_COPY${NODE#"$top"}
  top=$PROGRAM_COPY
  can_read_program || die "người dùng $ACCOUNT không đọc được $top" 'the user of the station cannot read the program'
}
