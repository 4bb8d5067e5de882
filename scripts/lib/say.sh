# What the scripts tell the person at the machine: one line, Vietnamese first.

say() { printf '%s\n' "$1"; }

# die VIETNAMESE ENGLISH
die() {
  printf 'Lỗi: %s (%s)\n' "$1" "$2" >&2
  exit 1
}
