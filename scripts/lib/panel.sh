# The browser panel, built from src/panel into dist/panel. Needs say.sh, node.sh.

panel_stamp=$top/dist/.panel-sources

# What the build reads: the panel, the code outside it that it may import (test/architecture.test.ts), the packages.
panel_digest() {
  (
    cd "$top"
    find src/panel src/*.ts src/web/roles.ts package-lock.json -type f -print | LC_ALL=C sort | xargs sha256sum
  ) | sha256sum | cut -d ' ' -f 1
}

build_panel() {
  digest=$(panel_digest)
  [ -f "$top/dist/panel/index.html" ] && [ "$(cat "$panel_stamp" 2>/dev/null)" = "$digest" ] && return 0
  say 'Đang dựng giao diện…'
  vite_log=$(mktemp)
  if ! (cd "$top" && "$NODE" node_modules/vite/bin/vite.js build --config src/panel/vite.config.ts) >"$vite_log" 2>&1; then
    tail -n 20 "$vite_log" >&2
    rm -f "$vite_log"
    die 'không dựng được giao diện' 'the panel could not be built'
  fi
  rm -f "$vite_log"
  printf '%s\n' "$digest" >"$panel_stamp"
}
