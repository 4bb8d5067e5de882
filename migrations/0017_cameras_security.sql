-- The last security check of each camera, and the firmware known to be vulnerable.
CREATE TABLE camera_security (
  camera_id  TEXT PRIMARY KEY,
  checked_at INTEGER NOT NULL,
  score      INTEGER NOT NULL CHECK (score BETWEEN 0 AND 100),
  findings   TEXT NOT NULL CHECK (json_type(findings) = 'array')
) STRICT;

CREATE TABLE camera_advisories (
  id       TEXT PRIMARY KEY,               -- CVE number
  maker    TEXT NOT NULL,
  models   TEXT NOT NULL,                  -- pattern, '*' for all
  fixed_in TEXT NOT NULL DEFAULT '',       -- the first firmware without the flaw, where known
  severity TEXT NOT NULL,
  title    TEXT NOT NULL,
  source   TEXT NOT NULL                   -- address at which it can be checked
) STRICT;
