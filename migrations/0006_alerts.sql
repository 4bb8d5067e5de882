-- What needs somebody's attention. Texts are kept as they were told, since rules change with the version.
CREATE TABLE alerts (
  id              TEXT PRIMARY KEY,        -- UUIDv7
  rule            TEXT NOT NULL,
  subject         TEXT NOT NULL,
  severity        TEXT NOT NULL CHECK (severity IN ('info', 'warning', 'critical')),
  title           TEXT NOT NULL,
  title_en        TEXT NOT NULL,
  advice          TEXT NOT NULL,
  advice_en       TEXT NOT NULL,
  details         TEXT NOT NULL CHECK (json_type(details) = 'object'),
  opened_at       INTEGER NOT NULL,
  last_at         INTEGER NOT NULL,
  count           INTEGER NOT NULL DEFAULT 1,
  acknowledged_at INTEGER,
  acknowledged_by TEXT,
  snoozed_until   INTEGER,
  cleared_at      INTEGER,
  CHECK ((acknowledged_at IS NULL) = (acknowledged_by IS NULL))
) STRICT;
-- One open alert per cause.
CREATE UNIQUE INDEX alerts_open ON alerts (rule, subject) WHERE cleared_at IS NULL;
CREATE INDEX alerts_cleared ON alerts (cleared_at) WHERE cleared_at IS NOT NULL;
