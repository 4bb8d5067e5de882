-- web: where the end of the audit log was cut off, the next entry says so (`audit.broken`) and goes on behind the
-- last number that was signed: the hole is there for ever. Nothing else may leave one (src/web/audit.ts).
DROP TRIGGER audit_follows;
CREATE TRIGGER audit_follows BEFORE INSERT ON audit
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM audit)
  AND NOT (NEW.action = 'audit.broken' AND NEW.seq > (SELECT coalesce(max(seq), 0) FROM audit))
BEGIN SELECT raise(ABORT, 'the audit log only grows at its end'); END;
