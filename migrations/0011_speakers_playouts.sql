-- Who was told to play what and from when: after a restart the box still knows a speaker's own playout from a
-- foreign one, and what a stop of everything has to end. Rows of before know neither: '[]' stands for everybody.
ALTER TABLE speaker_playouts ADD COLUMN speakers TEXT NOT NULL DEFAULT '[]' CHECK (json_type(speakers) = 'array');
ALTER TABLE speaker_playouts ADD COLUMN starts_at INTEGER;  -- null: only fetched ahead
ALTER TABLE speaker_playouts ADD COLUMN duration_ms INTEGER NOT NULL DEFAULT 0;
