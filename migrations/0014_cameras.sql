-- What a camera is beyond its device: same id, one row. The device slice owns name, zone, place, addresses and MACs.
-- Each channel of a recorder (NVR) is a camera of its own; they share unit_key.
CREATE TABLE cameras (
  id           TEXT PRIMARY KEY,
  profile      TEXT NOT NULL,              -- device-profiles/cameras
  host         TEXT NOT NULL,              -- IP address or name under which the box reaches it
  onvif_url    TEXT,                       -- device service, without userinfo; null where only RTSP is known
  unit_key     TEXT NOT NULL,              -- endpoint reference, else serial, else host: one physical unit
  endpoint_ref TEXT NOT NULL DEFAULT '',   -- by which WS-Discovery knows it; learned later where it was added by address
  channel      TEXT NOT NULL DEFAULT '',   -- video source token
  maker        TEXT NOT NULL DEFAULT '',
  model        TEXT NOT NULL DEFAULT '',
  firmware     TEXT NOT NULL DEFAULT '',
  serial       TEXT NOT NULL DEFAULT '',
  streams      TEXT NOT NULL DEFAULT '[]' CHECK (json_type(streams) = 'array'),
  ptz          INTEGER NOT NULL DEFAULT 0 CHECK (ptz IN (0, 1)),
  credentials  TEXT,                       -- sealed JSON {username, password, inUrls}
  owner        TEXT NOT NULL DEFAULT 'commune' CHECK (owner IN ('commune', 'police', 'household')),
  owner_name   TEXT NOT NULL DEFAULT '',
  conformity   TEXT NOT NULL DEFAULT '',   -- certificate of QCVN 135:2024/BTTTT, as on the paper
  map_x        REAL CHECK (map_x BETWEEN 0 AND 1),  -- share of the map picture's width and height
  map_y        REAL CHECK (map_y BETWEEN 0 AND 1),
  enabled      INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
  read_at      INTEGER,                    -- when maker, model, streams … were last read from it
  created_at   INTEGER NOT NULL,
  UNIQUE (unit_key, channel)
) STRICT;
