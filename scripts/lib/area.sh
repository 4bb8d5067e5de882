# Runs one area of test/bench, test/soak or test/lab on the pinned Node. Needs $top.
. "$top/scripts/lib/say.sh"
. "$top/scripts/lib/node.sh"

# run_area KIND AREA ARGUMENT… : in the place of this shell; the exit code is the area's.
run_area() {
  kind=$1
  areas=$(cd "$top/test/$kind" 2>/dev/null && grep -l '^#!/usr/bin/env node$' ./*.ts 2>/dev/null | sed 's|^\./||; s|\.ts$||' | tr '\n' ' ')
  case " $areas" in
    *" ${2:-?} "*) ;;
    *) die "cách dùng: scripts/$kind PHẦN …; các phần: ${areas:-chưa có}" 'usage; the areas are listed' ;;
  esac
  shift
  area=$1
  shift
  "$top/scripts/setup" --test
  export PATH="${NODE%/node}:$PATH"
  exec "$NODE" "$top/test/$kind/$area.ts" "$@"
}
