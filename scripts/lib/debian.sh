# The programs that come as Debian packages. Needs say.sh.

# A package and the program it must bring, or a file where it brings none: where that is there, however it came,
# nothing is installed.
RUN_PACKAGES='ffmpeg:ffmpeg espeak-ng:espeak-ng bzip2:bzip2 poppler-utils:pdftotext'
# Only to fetch the pinned Node and the npm packages; brings Debian's own Node.
FETCH_PACKAGES='npm:npm'
TEST_PACKAGES='chromium:chromium mosquitto:mosquitto systemd:systemd-analyze iproute2:/sbin/ip
  python3:/usr/bin/python3
  python3-gi:/usr/lib/python3/dist-packages/gi
  gir1.2-gst-rtsp-server-1.0:/usr/lib/*/girepository-1.0/GstRtspServer-1.0.typelib
  gstreamer1.0-plugins-base:/usr/lib/*/gstreamer-1.0/libgstapp.so
  gstreamer1.0-plugins-good:/usr/lib/*/gstreamer-1.0/libgstrtp.so'

# has_it THING : whether that program is in the PATH, or a file of that pattern is there.
has_it() {
  case $1 in
    /*)
      for file in $1; do
        [ ! -e "$file" ] || return 0
      done
      return 1
      ;;
    *) command -v "$1" >/dev/null 2>&1 ;;
  esac
}

# install_packages PAIR… : as root what is missing is installed; anybody else is told the one line to run.
install_packages() {
  missing=
  for pair in "$@"; do
    has_it "${pair#*:}" || missing="$missing ${pair%%:*}"
  done
  missing=${missing# }
  [ -n "$missing" ] || return 0
  command -v apt-get >/dev/null 2>&1 ||
    die "thiếu chương trình: $missing" "missing programs: $missing"
  if [ "$(id -u)" != 0 ]; then
    die "thiếu gói Debian. Chạy với quyền root: apt-get install -y --no-install-recommends $missing" \
      "Debian packages are missing: run that line as root"
  fi
  say "Đang cài gói Debian: $missing"
  apt_log=$(mktemp)
  # shellcheck disable=SC2086 # a list of names
  if ! {
    apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends $missing
  } >"$apt_log" 2>&1; then
    reason=$(grep -E '^(E|Err):' "$apt_log" | tail -n 1)
    rm -f "$apt_log"
    die "không cài được gói Debian: $missing. ${reason:-Hãy kiểm tra mạng.}" "apt-get failed"
  fi
  rm -f "$apt_log"
  # Debian starts a broker of its own, on the station's port.
  case " $missing " in
    *' mosquitto '*) [ ! -d /run/systemd/system ] || systemctl disable --now mosquitto >/dev/null 2>&1 || true ;;
  esac
}
