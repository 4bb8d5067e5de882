-- What an export lacks of the range that was asked for; NULL until it is done, and of those made before.
ALTER TABLE camera_exports ADD COLUMN missing_ms INTEGER;
ALTER TABLE camera_exports ADD COLUMN gaps TEXT;       -- JSON: the first of them
