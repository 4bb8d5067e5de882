# Brings the service from the installed release to a new one. It stands still only around the switch, and whatever goes
# wrong there, the release that ran before runs again, on the database that it knows.
# Needs say.sh, account.sh, release.sh, $root, $program, $data and $drop.
# shellcheck disable=SC2086 # $drop and lists of names are meant to split

write_unit() { put 644 "$root/etc/systemd/system/tramso.service" <"$program/$1/systemd/tramso.service"; }

# upgrade_service RELEASE : from the current one; there is none at the first installation.
upgrade_service() {
  before=$(current_release)
  was_running=
  kept=
  migrating=
  ! systemctl is-active --quiet tramso 2>/dev/null || was_running=yes
  trap 'go_back $?' EXIT
  trap 'exit 130' INT TERM HUP
  [ -z "$was_running" ] || systemctl stop tramso
  keep_database
  switch_to "$1"
  write_unit "$1"
  systemctl daemon-reload
  migrate_database
  systemctl enable --quiet tramso
  # Returns when the station says READY=1, or has given up.
  systemctl start tramso || die 'Trạm Số không chạy được; xem: journalctl -u tramso -n 50' 'the service did not start'
  trap - EXIT INT TERM HUP
  drop_kept
  drop_releases "$1"
}

# Migrations go forward only: the old release cannot read what the new one has changed.
migrate_database() {
  migrating=yes
  migrated=$("$program/current/scripts/tramso" migrate --data "$data")
  case $migrated in
    *[0-9]_*.sql*) ;;
    *) migrating= ;;
  esac
}

# Shown here and now, since the journal would keep it.
give_recovery_code() {
  "$program/current/scripts/tramso" recovery-code --data "$data" >/dev/null ||
    "$program/current/scripts/tramso" recovery-code --new --data "$data"
}

# keep_database : a copy, made while the station stands still. As its user, who owns the folder: root follows no link
# that somebody put there.
keep_database() {
  [ -n "$before" ] && [ -e "$data/tramso.db" ] || return 0
  kept=$data/backups/before-upgrade
  $drop rm -rf "$kept"
  $drop mkdir -p -m 700 "$kept"
  for name in tramso.db tramso.db-wal; do
    [ ! -e "$data/$name" ] || $drop cp --preserve=mode,timestamps "$data/$name" "$kept/"
  done
}

drop_kept() { [ -z "$kept" ] || $drop rm -rf "$kept"; }

# put_database_back : where a migration has begun. Else what was written since stays.
put_database_back() {
  [ -n "$kept" ] && [ -n "$migrating" ] || return 0
  $drop rm -f "$data/tramso.db-wal" "$data/tramso.db-shm"
  for name in tramso.db tramso.db-wal; do
    [ ! -e "$kept/$name" ] || $drop mv "$kept/$name" "$data/"
  done
}

# go_back CODE : ends this shell with that code.
go_back() {
  trap - EXIT
  trap '' INT TERM HUP
  set +e
  [ -n "$before" ] || exit "$1"
  say 'Chưa nâng cấp được: trở lại phiên bản cũ.'
  systemctl stop tramso
  put_database_back
  switch_to "$before"
  write_unit "$before"
  systemctl daemon-reload
  [ -z "$was_running" ] || systemctl start tramso || say 'Phiên bản cũ cũng không chạy; xem: journalctl -u tramso -n 50'
  drop_kept
  drop_releases "$before"
  exit "$1"
}
