-- cameras: who looked at what, asked for one person, read years of everybody's.
CREATE INDEX camera_viewings_person ON camera_viewings (user_id, started_at);
