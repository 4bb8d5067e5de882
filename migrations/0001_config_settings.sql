-- Settings edited in the panel: one row per section, JSON validated by the slice's schema (src/config/settings.ts).
CREATE TABLE settings (
  section    TEXT PRIMARY KEY,
  value      TEXT NOT NULL CHECK (json_valid(value)),
  version    INTEGER NOT NULL DEFAULT 1,
  updated_at INTEGER NOT NULL
) STRICT;
