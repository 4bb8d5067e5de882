-- broadcast: a playout’s place on the clock that never steps, its place in the line, and an index for each question
-- that is asked every second (src/broadcast/playout/).
ALTER TABLE playouts ADD COLUMN boot_id TEXT;           -- of the boot to which planned_mono belongs
ALTER TABLE playouts ADD COLUMN planned_mono INTEGER;   -- planned_at by that boot’s clock, once ordered or begun
ALTER TABLE playouts ADD COLUMN waiting_since INTEGER;  -- UTC ms: it could begin, and waits for its speakers

-- An index is used only where the question says the same, word for word.
CREATE INDEX playouts_before_air ON playouts (planned_at, id) WHERE state IN ('planned', 'preparing', 'ready');
CREATE INDEX playouts_in_hand ON playouts (planned_at, id)
  WHERE state IN ('planned', 'preparing', 'ready') AND (planned_at = created_at OR waiting_since IS NOT NULL);
CREATE INDEX playouts_playing ON playouts (planned_at, id) WHERE state = 'playing';
CREATE INDEX playouts_schedule ON playouts (schedule_id, planned_at) WHERE schedule_id IS NOT NULL;
