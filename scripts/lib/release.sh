# The installed program: releases side by side below $program, and `current`, which names the one that runs. A release
# is laid down whole and is on the disk before the switch, which is one rename: whenever the power goes, one starts.
# Needs say.sh, node.sh, account.sh, $top and $program.

# Beside the program itself: the system goes on living on that disk.
SPARE_MB=200

# put MODE FILE : standard input into a file, whole or not at all.
put() {
  mkdir -p "$(dirname "$2")"
  cat >"$2.new"
  chmod "$1" "$2.new"
  sync "$2.new"
  mv "$2.new" "$2"
}

current_release() { readlink "$program/current" 2>/dev/null || true; }

# drop_releases KEPT… : all others; what a cut installation has left behind is among them.
drop_releases() {
  for found in "$program/releases"/*/; do
    name=releases/$(basename "$found")
    case " $* " in *" $name "*) ;; *) rm -rf "${program:?}/$name" ;; esac
  done
}

need_room() {
  # shellcheck disable=SC2086 # a list of names
  needed_mb=$(($(cd "$top" && du -smc $PROGRAM 2>/dev/null | awk 'END { print $1 }') + SPARE_MB))
  free_mb=$(df -Pm "$program" | awk 'NR == 2 { print $4 }')
  [ "$free_mb" -ge "$needed_mb" ] ||
    die "ổ đĩa của $program chỉ còn $free_mb MB, cần ít nhất $needed_mb MB" 'not enough room on the disk'
}

# lay_release : sets $release. Nothing that runs is touched.
lay_release() {
  mkdir -p "$program/releases"
  chmod 755 "$program" "$program/releases"
  drop_releases "$(current_release)"
  need_room
  version=$(sed -n 's/^ *"version": "\([^"]*\)".*/\1/p' "$top/package.json" | head -n 1)
  laid=$(mktemp -d "$program/releases/$version-XXXXXX")
  # A full disk, an impatient person: what is half laid down takes no room.
  trap 'rm -rf "$laid"' EXIT
  trap 'exit 130' INT TERM HUP
  release=releases/${laid##*/}
  copy_program "$laid"
  mkdir "$laid/bin"
  ln -s "../node_modules/$node_package/bin/node" "$laid/bin/node"
  sync -f "$laid" || die 'không ghi được hết chương trình xuống ổ đĩa' 'the disk did not take the program'
  trap - EXIT INT TERM HUP
}

# switch_to RELEASE : as one rename.
switch_to() {
  ln -sfn "$1" "$program/current.new"
  mv -T "$program/current.new" "$program/current"
  sync -f "$program"
}
