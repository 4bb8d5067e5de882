-- The last security check of each camera, and the firmware known to be vulnerable.
CREATE TABLE camera_security (
  camera_id  TEXT PRIMARY KEY,
  checked_at INTEGER NOT NULL,
  score      INTEGER NOT NULL CHECK (score BETWEEN 0 AND 100),
  findings   TEXT NOT NULL CHECK (json_type(findings) = 'array')
) STRICT;

-- The one try of the factory account that an officer asked for; written before the camera is asked.
CREATE TABLE camera_factory_tries (
  camera_id TEXT PRIMARY KEY,
  tried_at  INTEGER NOT NULL,
  outcome   TEXT NOT NULL CHECK (outcome IN ('unknown', 'accepted', 'refused'))
) STRICT;

-- Imported ones; those that the program brings are in src/cameras/security/advisories.tsv.
CREATE TABLE camera_advisories (
  id       TEXT NOT NULL,                  -- CVE number
  maker    TEXT NOT NULL,
  models   TEXT NOT NULL,                  -- pattern: * any letters, + one or more letters, ? one of any
  affected TEXT NOT NULL,                  -- which firmware: see affected.ts
  extent   TEXT NOT NULL CHECK (extent IN ('all', 'some')), -- of the models and firmware that match
  severity TEXT NOT NULL CHECK (severity IN ('critical', 'high', 'medium', 'low', 'unknown')),
  title    TEXT NOT NULL,
  source   TEXT NOT NULL,                  -- address at which it can be checked
  PRIMARY KEY (id, maker, models, affected)
) STRICT;
