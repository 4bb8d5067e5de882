-- The commune's profile: one row, filled in the panel at the first run.
CREATE TABLE commune (
  id            INTEGER PRIMARY KEY CHECK (id = 1),
  kind          TEXT NOT NULL DEFAULT 'xa' CHECK (kind IN ('xa', 'phuong', 'dac-khu')),
  name          TEXT NOT NULL DEFAULT '',  -- the proper name alone: “Tân Lập”
  code          TEXT NOT NULL DEFAULT '',  -- five digits, QĐ 19/2025/QĐ-TTg
  province_code TEXT NOT NULL DEFAULT '',  -- two digits, same decision
  address       TEXT NOT NULL DEFAULT '',
  phone         TEXT NOT NULL DEFAULT '',
  lat           REAL,
  lon           REAL,
  leader        TEXT NOT NULL DEFAULT '',
  version       INTEGER NOT NULL DEFAULT 0,
  updated_at    INTEGER
) STRICT;
INSERT INTO commune (id) VALUES (1);

-- The zone tree. The root has no name of its own: it is called what the commune is called.
CREATE TABLE zones (
  id         TEXT PRIMARY KEY,
  parent_id  TEXT REFERENCES zones (id),
  kind       TEXT NOT NULL CHECK (kind IN ('xa', 'thon', 'cum')),
  name       TEXT,
  name_key   TEXT,                         -- the name folded for comparison
  code       TEXT,
  sort       INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  CHECK ((parent_id IS NULL) = (kind = 'xa')),
  CHECK ((parent_id IS NULL) = (name IS NULL)),
  CHECK ((name IS NULL) = (name_key IS NULL))
) STRICT;
CREATE UNIQUE INDEX zones_one_root ON zones (kind) WHERE parent_id IS NULL;
CREATE UNIQUE INDEX zones_name ON zones (parent_id, name_key) WHERE parent_id IS NOT NULL;
