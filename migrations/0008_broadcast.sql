-- broadcast: bulletins and their versions, schedules, playouts and what each speaker did (src/broadcast/).
CREATE TABLE bulletins (
  id               TEXT PRIMARY KEY,
  version          INTEGER NOT NULL,
  state            TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'approved', 'returned', 'archived')),
  title_key        TEXT NOT NULL,  -- the title folded for searching
  author_id        TEXT NOT NULL,  -- who wrote the current version
  author_name      TEXT NOT NULL,
  approved_by_id   TEXT,           -- of the current version: an edit takes the approval away
  approved_by_name TEXT,
  approved_at      INTEGER,
  return_reason    TEXT,
  created_at       INTEGER NOT NULL,
  updated_at       INTEGER NOT NULL,
  CHECK ((state = 'approved') <= (approved_at IS NOT NULL))
) STRICT;
CREATE INDEX bulletins_updated ON bulletins (updated_at, id);
CREATE INDEX bulletins_state ON bulletins (state, updated_at, id);

CREATE TABLE bulletin_versions (
  bulletin_id TEXT NOT NULL REFERENCES bulletins (id),
  version     INTEGER NOT NULL,
  title       TEXT NOT NULL,
  text        TEXT NOT NULL,
  voice       TEXT,
  speed       REAL NOT NULL,
  chime       TEXT,                -- NULL the default chime, '' none
  priority    TEXT NOT NULL CHECK (priority IN ('normal', 'priority')),
  author_id   TEXT NOT NULL,
  author_name TEXT NOT NULL,
  created_at  INTEGER NOT NULL,
  spoken      TEXT NOT NULL,
  duration_ms INTEGER,             -- known once rendered
  PRIMARY KEY (bulletin_id, version)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER bulletin_versions_unchanged
BEFORE UPDATE OF title, text, voice, speed, chime, priority, author_id, created_at ON bulletin_versions
BEGIN SELECT raise(ABORT, 'a version of a bulletin never changes'); END;
CREATE TRIGGER bulletin_versions_kept BEFORE DELETE ON bulletin_versions
BEGIN SELECT raise(ABORT, 'versions of bulletins are kept'); END;

CREATE TABLE schedules (
  id          TEXT PRIMARY KEY,
  bulletin_id TEXT NOT NULL REFERENCES bulletins (id),
  name        TEXT NOT NULL,
  zone_ids    TEXT NOT NULL CHECK (json_valid(zone_ids)),
  kind        TEXT NOT NULL CHECK (kind IN ('once', 'weekly')),
  date        TEXT,
  days        TEXT NOT NULL CHECK (json_valid(days)),
  times       TEXT NOT NULL CHECK (json_valid(times)),
  from_day    TEXT,
  to_day      TEXT,
  except_days TEXT NOT NULL CHECK (json_valid(except_days)),
  chime       TEXT,
  repeats     INTEGER NOT NULL,
  enabled     INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  version     INTEGER NOT NULL,
  by_id       TEXT NOT NULL,
  by_name     TEXT NOT NULL,
  created_at  INTEGER NOT NULL,
  updated_at  INTEGER NOT NULL,    -- nothing before it was ever meant to be played
  CHECK ((kind = 'once') = (date IS NOT NULL))
) STRICT;
CREATE INDEX schedules_bulletin ON schedules (bulletin_id);

CREATE TABLE playouts (
  id               TEXT PRIMARY KEY,
  schedule_id      TEXT,           -- kept when the schedule is deleted: the log outlives it
  bulletin_id      TEXT REFERENCES bulletins (id),
  bulletin_version INTEGER,        -- the approved version that was prepared
  title            TEXT NOT NULL,
  script           TEXT CHECK (json_valid(script)), -- what is said where no bulletin says it
  kind             TEXT NOT NULL CHECK (kind IN ('scheduled', 'manual', 'emergency', 'drill')),
  priority         TEXT NOT NULL CHECK (priority IN ('normal', 'priority', 'emergency')),
  planned_at       INTEGER NOT NULL,
  origin_at        INTEGER NOT NULL, -- planned_at of the first in a chain of replays
  replay_of        TEXT REFERENCES playouts (id) ON DELETE SET NULL,
  state            TEXT NOT NULL CHECK (state IN ('planned', 'preparing', 'ready', 'playing', 'played',
                     'partial', 'failed', 'missed', 'interrupted', 'unknown', 'cancelled')),
  due_at           INTEGER,        -- when the speakers were told to begin; later than planned where it waited
  started_at       INTEGER,
  finished_at      INTEGER,
  reason           TEXT,           -- a code of playout/reasons.ts
  details          TEXT CHECK (json_valid(details)),
  zone_ids         TEXT NOT NULL CHECK (json_valid(zone_ids)),
  chime            TEXT,
  repeats          INTEGER NOT NULL,
  voice            TEXT,           -- the one that speaks
  audio_id         TEXT,
  duration_ms      INTEGER,
  by_id            TEXT,
  by_name          TEXT,
  created_at       INTEGER NOT NULL,
  total            INTEGER NOT NULL DEFAULT 0,
  accepted         INTEGER NOT NULL DEFAULT 0,
  started          INTEGER NOT NULL DEFAULT 0,
  finished         INTEGER NOT NULL DEFAULT 0,
  failed           INTEGER NOT NULL DEFAULT 0,
  unknown          INTEGER NOT NULL DEFAULT 0,
  CHECK ((bulletin_id IS NULL) = (script IS NOT NULL))
) STRICT;
-- A schedule plays each of its instants once, whatever the clock does. What was missed was not played: where the
-- clock had run ahead, its time comes after all.
CREATE UNIQUE INDEX playouts_once ON playouts (schedule_id, planned_at)
  WHERE schedule_id IS NOT NULL AND replay_of IS NULL AND state <> 'missed';
-- A playout is replayed once.
CREATE UNIQUE INDEX playouts_replay ON playouts (replay_of) WHERE replay_of IS NOT NULL;
CREATE INDEX playouts_planned ON playouts (planned_at, id);
CREATE INDEX playouts_bulletin ON playouts (bulletin_id, planned_at);
CREATE INDEX playouts_open ON playouts (planned_at) WHERE state IN ('planned', 'preparing', 'ready', 'playing');

CREATE TABLE playout_targets (
  playout_id   TEXT NOT NULL REFERENCES playouts (id) ON DELETE CASCADE,
  speaker_id   TEXT NOT NULL,
  name         TEXT NOT NULL,
  zone_id      TEXT,
  acknowledges TEXT NOT NULL CHECK (acknowledges IN ('none', 'accepted', 'started', 'finished')),
  state        TEXT NOT NULL CHECK (state IN ('commanded', 'accepted', 'started', 'finished', 'failed',
                 'stopped', 'unknown')),
  commanded_at INTEGER NOT NULL,
  accepted_at  INTEGER,
  started_at   INTEGER,
  finished_at  INTEGER,
  late_ms      INTEGER,
  error        TEXT,               -- a code of playout/reasons.ts
  detail       TEXT,               -- what the speaker itself said
  voice        TEXT,
  PRIMARY KEY (playout_id, speaker_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE emergency_templates (
  id               TEXT PRIMARY KEY,
  title            TEXT NOT NULL,
  text             TEXT NOT NULL,
  voice            TEXT,
  chime            TEXT,
  repeats          INTEGER NOT NULL,
  state            TEXT NOT NULL CHECK (state IN ('draft', 'released')),
  version          INTEGER NOT NULL,
  author_id        TEXT NOT NULL,
  author_name      TEXT NOT NULL,
  released_by_id   TEXT,
  released_by_name TEXT,
  released_at      INTEGER,
  created_at       INTEGER NOT NULL,
  updated_at       INTEGER NOT NULL
) STRICT;
