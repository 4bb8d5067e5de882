-- Who looked at what, and what is sent on.
CREATE TABLE camera_viewings (
  id         TEXT PRIMARY KEY,
  camera_id  TEXT NOT NULL,
  kind       TEXT NOT NULL CHECK (kind IN ('live', 'playback', 'snapshot', 'export', 'relay')),
  user_id    TEXT,
  user_name  TEXT NOT NULL,
  address    TEXT,
  reason     TEXT NOT NULL DEFAULT '',
  started_at INTEGER NOT NULL,
  ended_at   INTEGER,
  from_at    INTEGER,                      -- of the recording that was looked at
  to_at      INTEGER
) STRICT;
CREATE INDEX camera_viewings_time ON camera_viewings (started_at);
CREATE INDEX camera_viewings_open ON camera_viewings (started_at) WHERE ended_at IS NULL;
CREATE INDEX camera_viewings_camera ON camera_viewings (camera_id, started_at);

CREATE TABLE camera_relay_targets (
  id         TEXT PRIMARY KEY,
  name       TEXT NOT NULL,
  url        TEXT NOT NULL,                -- rtsp, rtmp(s) or srt, without userinfo
  credentials TEXT,                        -- sealed JSON
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE camera_relays (
  id         TEXT PRIMARY KEY,
  camera_id  TEXT NOT NULL,
  target_id  TEXT NOT NULL,
  stream     TEXT NOT NULL CHECK (stream IN ('main', 'sub')),
  asked_by   TEXT NOT NULL,                -- a user's name, or 'province'
  asked_by_id TEXT,                        -- null for the province
  asked_from TEXT,                         -- address of that person's machine
  reason     TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  until      INTEGER NOT NULL,
  ended_at   INTEGER,
  ended_why  TEXT
) STRICT;
CREATE INDEX camera_relays_open ON camera_relays (ended_at, until);
