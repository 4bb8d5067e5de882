-- What a loudspeaker is beyond its device: same id, one row. The device slice owns name, zone and place.
CREATE TABLE speakers (
  id           TEXT PRIMARY KEY,
  profile      TEXT NOT NULL,
  settings     TEXT NOT NULL DEFAULT '{}' CHECK (json_type(settings) = 'object'),
  volume       INTEGER NOT NULL CHECK (volume BETWEEN 0 AND 100),
  enabled      INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
  plain        INTEGER NOT NULL DEFAULT 0 CHECK (plain IN (0, 1)),  -- may speak MQTT without TLS on the LAN
  secret_hash  TEXT,                       -- of the MQTT password or of the /loa token, never the secret itself
  confirmed_at INTEGER,                    -- an officer has heard it
  confirmed_by TEXT,
  last_seen_at INTEGER,
  created_at   INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX speakers_secret ON speakers (secret_hash) WHERE secret_hash IS NOT NULL;

-- What the box has commanded, so that after a restart it still knows its own playouts from foreign ones.
CREATE TABLE speaker_playouts (
  playout_id TEXT PRIMARY KEY,
  until      INTEGER NOT NULL              -- no speaker can honestly still be playing it after this
) STRICT;
CREATE INDEX speaker_playouts_until ON speaker_playouts (until);

-- Stops that a speaker has not confirmed yet: told again until it does, until they expire, or until a newer play.
CREATE TABLE speaker_stops (
  speaker_id TEXT NOT NULL REFERENCES speakers (id) ON DELETE CASCADE,
  playout_id TEXT NOT NULL,                -- '' stops everything
  command_id TEXT NOT NULL,
  issued_at  INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (speaker_id, playout_id)
) STRICT, WITHOUT ROWID;
