-- broadcast: the released version of an emergency template stays in force while a newer one is being written.
CREATE TABLE emergency_releases (
  template_id      TEXT PRIMARY KEY REFERENCES emergency_templates (id) ON DELETE CASCADE,
  version          INTEGER NOT NULL,
  title            TEXT NOT NULL,
  text             TEXT NOT NULL,
  voice            TEXT,
  chime            TEXT,
  repeats          INTEGER NOT NULL,
  released_by_id   TEXT NOT NULL,
  released_by_name TEXT NOT NULL,
  released_at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO emergency_releases
  SELECT id, version, title, text, voice, chime, repeats, coalesce(released_by_id, ''),
    coalesce(released_by_name, ''), coalesce(released_at, updated_at)
  FROM emergency_templates WHERE state = 'released';
ALTER TABLE emergency_templates DROP COLUMN state;
ALTER TABLE emergency_templates DROP COLUMN released_by_id;
ALTER TABLE emergency_templates DROP COLUMN released_by_name;
ALTER TABLE emergency_templates DROP COLUMN released_at;
