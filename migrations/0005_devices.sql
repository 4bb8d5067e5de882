-- One identity for everything on the network; the slices hang their own facts on its id.
CREATE TABLE devices (
  id         TEXT PRIMARY KEY,
  kind       TEXT NOT NULL,
  name       TEXT NOT NULL,
  name_key   TEXT NOT NULL,                -- the name folded for comparison
  zone_id    TEXT REFERENCES zones (id),
  addresses  TEXT NOT NULL DEFAULT '[]' CHECK (json_type(addresses) = 'array'),
  place      TEXT NOT NULL DEFAULT '',
  lat        REAL,
  lon        REAL,
  note       TEXT NOT NULL DEFAULT '',
  version    INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (kind, name_key)
) STRICT;
CREATE INDEX devices_zone ON devices (zone_id);

-- A network card is in one device only.
CREATE TABLE device_macs (
  mac       TEXT PRIMARY KEY,              -- aa:bb:cc:dd:ee:ff
  device_id TEXT NOT NULL REFERENCES devices (id) ON DELETE CASCADE,
  position  INTEGER NOT NULL
) STRICT;
CREATE INDEX device_macs_device ON device_macs (device_id, position);
