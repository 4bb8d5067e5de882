-- How each camera is, as last seen, so that a restart neither forgets nor repeats an alert; and what it reported.
CREATE TABLE camera_health (
  camera_id     TEXT PRIMARY KEY,
  state         TEXT NOT NULL,
  reason        TEXT,
  since         INTEGER NOT NULL,
  last_frame_at INTEGER,
  drift_ms      INTEGER,
  details       TEXT NOT NULL DEFAULT '{}' CHECK (json_type(details) = 'object')
) STRICT;

CREATE TABLE camera_events (
  id        TEXT PRIMARY KEY,
  camera_id TEXT NOT NULL,
  at        INTEGER NOT NULL,              -- the box's clock
  camera_at INTEGER,
  kind      TEXT NOT NULL CHECK (kind IN ('motion', 'tamper', 'input')),
  active    INTEGER NOT NULL CHECK (active IN (0, 1)),
  source    TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX camera_events_time ON camera_events (camera_id, at, id);
CREATE INDEX camera_events_age ON camera_events (at);
