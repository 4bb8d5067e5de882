-- web: people, their sessions, what holds guessing back, and the audit log (src/web/identity/, src/web/audit.ts).
CREATE TABLE users (
  id                  TEXT PRIMARY KEY,
  username            TEXT NOT NULL UNIQUE, -- lower case
  name                TEXT NOT NULL,
  role                TEXT NOT NULL,
  password_hash       TEXT NOT NULL,        -- PHC string, argon2id
  password_expires_at INTEGER,              -- set: a one-time password, to be changed at the first sign-in
  pin_hash            TEXT,
  disabled            INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
  created_at          INTEGER NOT NULL,
  updated_at          INTEGER NOT NULL,
  last_sign_in_at     INTEGER
) STRICT;

CREATE TABLE sessions (
  id         TEXT PRIMARY KEY,     -- may be told (events, logs)
  token_hash BLOB NOT NULL UNIQUE, -- SHA-256 of the cookie's token, which is stored nowhere
  user_id    TEXT NOT NULL REFERENCES users (id),
  address    TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  seen_at    INTEGER NOT NULL      -- written at most once a minute
) STRICT;
CREATE INDEX sessions_user ON sessions (user_id);

-- Wrong guesses, kept over restarts. `subject` is a digest: what was typed as a user name may be a password.
CREATE TABLE lockouts (
  kind         TEXT NOT NULL CHECK (kind IN ('password', 'pin', 'address')),
  subject      TEXT NOT NULL,
  failures     INTEGER NOT NULL,
  since        INTEGER NOT NULL, -- first failure of the window
  level        INTEGER NOT NULL, -- how many times it was locked: each lock is longer
  locked_until INTEGER NOT NULL,
  PRIMARY KEY (kind, subject)
) STRICT;

-- The code that creates the first account: one, renewed at each start until it is used.
CREATE TABLE setup_code (
  one        INTEGER PRIMARY KEY CHECK (one = 1),
  code_hash  BLOB NOT NULL,
  expires_at INTEGER NOT NULL,
  tries_left INTEGER NOT NULL
) STRICT;

CREATE TABLE audit (
  seq        INTEGER PRIMARY KEY,
  at         INTEGER NOT NULL,
  actor_id   TEXT,          -- a user, or NULL for the station itself
  actor_name TEXT NOT NULL,
  address    TEXT,
  action     TEXT NOT NULL,
  target     TEXT,
  details    TEXT NOT NULL CHECK (json_valid(details)),
  prev       TEXT NOT NULL, -- hash of the row before
  hash       TEXT NOT NULL
) STRICT;
CREATE INDEX audit_at ON audit (at);
CREATE INDEX audit_actor ON audit (actor_id, at);
CREATE INDEX audit_action ON audit (action, at);
CREATE INDEX audit_target ON audit (target, at);

CREATE TRIGGER audit_follows BEFORE INSERT ON audit
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM audit)
BEGIN SELECT raise(ABORT, 'the audit log only grows at its end'); END;
CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit
BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_kept BEFORE DELETE ON audit
BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END;

-- The head of the log, signed with the station's key: a log cut at its end no longer matches.
CREATE TABLE audit_anchor (
  one  INTEGER PRIMARY KEY CHECK (one = 1),
  seq  INTEGER NOT NULL,
  hash TEXT NOT NULL,
  mac  TEXT NOT NULL
) STRICT;
