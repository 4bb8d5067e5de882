# What is built into dist/: the browser panel, and TypeBox in a few files. Needs say.sh, node.sh.

build_stamp=$top/dist/.sources

# What the builds read: their sources, the code outside the panel that it may import (test/architecture.test.ts), the
# packages.
sources_digest() {
  (
    cd "$top"
    find src/panel src/cli/typebox src/*.ts src/web/roles.ts package-lock.json -type f -print |
      LC_ALL=C sort | xargs sha256sum
  ) | sha256sum | cut -d ' ' -f 1
}

build() {
  digest=$(sources_digest)
  [ -f "$top/dist/panel/index.html" ] && [ "$(cat "$build_stamp" 2>/dev/null)" = "$digest" ] && return 0
  say 'Đang dựng giao diện…'
  for config in src/cli/typebox src/panel; do
    vite_log=$(mktemp)
    if ! (cd "$top" && "$NODE" node_modules/vite/bin/vite.js build --config "$config/vite.config.ts") >"$vite_log" 2>&1; then
      tail -n 20 "$vite_log" >&2
      rm -f "$vite_log"
      die 'không dựng được giao diện' 'the panel could not be built'
    fi
    rm -f "$vite_log"
  done
  printf '%s\n' "$digest" >"$build_stamp"
}
