-- outbox: what the province must learn, appended in the transaction of the write that it tells of (src/outbox/).
-- Made with the database; renewed at a restore, so that a sequence number never means two things to the province.
INSERT INTO meta VALUES ('outbox_epoch', lower(hex(randomblob(16))));

CREATE TABLE outbox (
  seq       INTEGER PRIMARY KEY AUTOINCREMENT,
  epoch     TEXT NOT NULL,
  class     TEXT NOT NULL CHECK (class IN ('alarm', 'normal', 'telemetry')),
  wall      INTEGER NOT NULL, -- UTC ms by the station's clock
  monotonic INTEGER NOT NULL, -- ms; with boot_id it lets the province correct a wrong wall clock
  boot_id   TEXT NOT NULL,
  type      TEXT NOT NULL,
  payload   TEXT NOT NULL CHECK (json_valid(payload)),
  bytes     INTEGER NOT NULL
) STRICT;
CREATE INDEX outbox_class ON outbox (class, seq);

-- Rows and bytes that wait, per class, kept by the triggers so that they are right after any rollback.
CREATE TABLE outbox_totals (
  class TEXT PRIMARY KEY,
  rows  INTEGER NOT NULL DEFAULT 0,
  bytes INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO outbox_totals (class) VALUES ('alarm'), ('normal'), ('telemetry');
CREATE TRIGGER outbox_added AFTER INSERT ON outbox BEGIN
  UPDATE outbox_totals SET rows = rows + 1, bytes = bytes + NEW.bytes WHERE class = NEW.class;
END;
CREATE TRIGGER outbox_removed AFTER DELETE ON outbox BEGIN
  UPDATE outbox_totals SET rows = rows - 1, bytes = bytes - OLD.bytes WHERE class = OLD.class;
END;

-- What the province will never get: every row of that class and epoch with from_seq <= seq <= to_seq.
-- to_seq NULL: an unknown number of rows from from_seq on (lost in a restore).
CREATE TABLE outbox_gaps (
  epoch    TEXT NOT NULL,
  class    TEXT NOT NULL CHECK (class IN ('alarm', 'normal', 'telemetry')),
  reason   TEXT NOT NULL CHECK (reason IN ('cap', 'restore')),
  from_seq INTEGER NOT NULL,
  to_seq   INTEGER,
  at       INTEGER NOT NULL,
  PRIMARY KEY (epoch, class, reason)
) STRICT;
