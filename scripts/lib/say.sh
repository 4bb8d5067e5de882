# What the scripts tell the person at the machine: one line, Vietnamese first.

# A root by `su` alone keeps a user's PATH, without useradd, sysctl and what dpkg calls.
PATH=$PATH:/usr/sbin:/sbin

say() { printf '%s\n' "$1"; }

# die VIETNAMESE ENGLISH
die() {
  printf 'Lỗi: %s (%s)\n' "$1" "$2" >&2
  exit 1
}
