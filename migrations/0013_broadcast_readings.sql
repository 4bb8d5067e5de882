-- broadcast: how the words of a version are read, and the recordings in other languages that follow them
-- (src/broadcast/bulletins/, src/broadcast/recordings/).
ALTER TABLE bulletin_versions ADD COLUMN pitch INTEGER NOT NULL DEFAULT 0;       -- semitones
-- What the editor decided about single words: {"4/9": {"choice": "date"}}.
ALTER TABLE bulletin_versions ADD COLUMN decisions TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(decisions));
-- [{"language": "khmer", "recordingId": "…"}], in the order in which they are played.
ALTER TABLE bulletin_versions ADD COLUMN recordings TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(recordings));
DROP TRIGGER bulletin_versions_unchanged;
CREATE TRIGGER bulletin_versions_unchanged
BEFORE UPDATE OF title, text, voice, speed, chime, priority, author_id, created_at, pitch, decisions, recordings
  ON bulletin_versions
BEGIN SELECT raise(ABORT, 'a version of a bulletin never changes'); END;
CREATE INDEX bulletin_versions_recordings ON bulletin_versions (bulletin_id) WHERE recordings <> '[]';

ALTER TABLE emergency_templates ADD COLUMN pitch INTEGER NOT NULL DEFAULT 0;
ALTER TABLE emergency_templates ADD COLUMN decisions TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(decisions));
ALTER TABLE emergency_releases ADD COLUMN pitch INTEGER NOT NULL DEFAULT 0;
ALTER TABLE emergency_releases ADD COLUMN decisions TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(decisions));

-- A recording that somebody brought, mastered; its sound is <data>/recordings/<id>.mp3.
CREATE TABLE recordings (
  id          TEXT PRIMARY KEY,   -- SHA-256 of that file
  name        TEXT NOT NULL,      -- of the file that was sent
  duration_ms INTEGER NOT NULL,
  bytes       INTEGER NOT NULL,
  by_id       TEXT NOT NULL,
  by_name     TEXT NOT NULL,
  created_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX recordings_created ON recordings (created_at, id);
