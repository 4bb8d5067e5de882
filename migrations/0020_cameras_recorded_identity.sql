-- Who a camera was while it was recorded, for whoever gets its recordings later: a row wherever something of it changed.
-- Kept when the camera is removed, and when its last recording is gone: an old disk may come back.
CREATE TABLE camera_identities (
  camera_id TEXT NOT NULL,
  at        INTEGER NOT NULL,              -- from then on, by the box's clock, UTC ms; the first one counts for before it too
  name      TEXT NOT NULL,
  maker     TEXT NOT NULL,
  model     TEXT NOT NULL,
  serial    TEXT NOT NULL,
  firmware  TEXT NOT NULL,
  channel   TEXT NOT NULL,
  zone      TEXT NOT NULL,                 -- its name
  place     TEXT NOT NULL
) STRICT;
CREATE INDEX camera_identities_time ON camera_identities (camera_id, at);

-- Cameras that were removed, and whether their recordings are to go: remembered until no disk has any of them.
CREATE TABLE camera_removals (
  camera_id  TEXT PRIMARY KEY,
  removed_at INTEGER NOT NULL,
  erase      INTEGER NOT NULL CHECK (erase IN (0, 1))
) STRICT;
