-- alerts: the page of all of them, newest first, read and sorted a year of them to show fifty.
CREATE INDEX alerts_time ON alerts (opened_at, id);
