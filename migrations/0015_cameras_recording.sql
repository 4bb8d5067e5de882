-- Recording of cameras: what is to be recorded, the segments on the disk, what is protected, what was exported.
CREATE TABLE camera_recordings (
  camera_id TEXT PRIMARY KEY,
  mode      TEXT NOT NULL CHECK (mode IN ('off', 'continuous', 'motion')),
  stream    TEXT NOT NULL DEFAULT 'main' CHECK (stream IN ('main', 'sub')),
  keep_days INTEGER                        -- null: as the settings say
) STRICT;

-- Where recordings lie or lay: an old disk is aged and played too, whenever it is there.
CREATE TABLE camera_recording_folders (
  id   INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE camera_segments (
  id         TEXT PRIMARY KEY,             -- UUIDv7; the file is <camera>/<day>/<id>.mp4 in its folder
  camera_id  TEXT NOT NULL,
  folder     INTEGER NOT NULL REFERENCES camera_recording_folders (id),
  started_at INTEGER NOT NULL,             -- the box's clock at the first frame, UTC ms
  ended_at   INTEGER,                      -- null while it is being written, or after a crash until it is mended
  camera_at  INTEGER,                      -- the camera's own clock at the first frame, where it says
  drift_ms   INTEGER,                      -- camera's clock minus the box's, as last measured
  bytes      INTEGER NOT NULL DEFAULT 0,
  mime       TEXT NOT NULL,                -- with the codecs, for the browser
  reason     TEXT NOT NULL CHECK (reason IN ('continuous', 'motion'))
) STRICT;
CREATE INDEX camera_segments_time ON camera_segments (camera_id, started_at);
CREATE INDEX camera_segments_age ON camera_segments (folder, started_at);

-- What the segments of a camera take, kept in step in the same transactions: adding up a month of them takes too long.
CREATE TABLE camera_recording_usage (
  camera_id TEXT NOT NULL,
  folder    INTEGER NOT NULL,
  segments  INTEGER NOT NULL,
  bytes     INTEGER NOT NULL,
  PRIMARY KEY (camera_id, folder)
) STRICT;

-- From that instant on, by the box's clock, the recording of a camera was so: it says why there is a gap.
CREATE TABLE camera_recording_states (
  camera_id TEXT NOT NULL,
  at        INTEGER NOT NULL,
  state     TEXT NOT NULL CHECK (state IN
    ('off', 'waiting', 'continuous', 'motion', 'deaf', 'lost', 'slow', 'unwritable', 'disk_full', 'no_folder',
      'box_off')),
  reason    TEXT                           -- of lost: a code of the camera's reasons
) STRICT;
CREATE INDEX camera_recording_states_time ON camera_recording_states (camera_id, at);

CREATE TABLE camera_protected (
  id         TEXT PRIMARY KEY,
  camera_id  TEXT NOT NULL,
  from_at    INTEGER NOT NULL,
  to_at      INTEGER NOT NULL,
  reason     TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX camera_protected_time ON camera_protected (camera_id, from_at);

CREATE TABLE camera_exports (
  id         TEXT PRIMARY KEY,
  camera_id  TEXT NOT NULL,
  from_at    INTEGER NOT NULL,
  to_at      INTEGER NOT NULL,
  reason     TEXT NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed')),
  failure    TEXT,                         -- a code of errors.ts
  has_from   INTEGER,                      -- what the file really holds: it begins at a key frame
  has_to     INTEGER,
  bytes      INTEGER,
  sha256     TEXT,                         -- of the file that is handed out
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  ended_at   INTEGER
) STRICT;
CREATE INDEX camera_exports_time ON camera_exports (created_at);
CREATE INDEX camera_segments_open ON camera_segments (camera_id) WHERE ended_at IS NULL;
