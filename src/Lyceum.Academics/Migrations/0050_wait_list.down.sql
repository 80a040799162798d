DROP TRIGGER enrolments_in_order_new ON academics.enrolments;
DROP TRIGGER enrolments_in_order ON academics.enrolments;
DROP FUNCTION academics.guard_order();
DROP TRIGGER enrolments_transition ON academics.enrolments;
ALTER TABLE academics.enrolments DROP CONSTRAINT enrolments_waiting_has_place, DROP CONSTRAINT enrolments_state, DROP CONSTRAINT enrolments_ended_has_date;
-- The version before knows no list: who waits has left, and may come again when there is a seat.
UPDATE academics.enrolments SET state = 'dropped', ended_at = now() WHERE state = 'waitlisted';
ALTER TABLE academics.enrolments DROP COLUMN waiting_number, DROP COLUMN waiting_at;
ALTER TABLE academics.enrolments
    ADD CONSTRAINT enrolments_state_check CHECK (state IN ('requested', 'active', 'completed', 'withdrawn', 'dropped', 'failed')) NOT VALID,
    ADD CONSTRAINT enrolments_ended_has_date CHECK (state IN ('requested', 'active') OR ended_at IS NOT NULL) NOT VALID;
CREATE TRIGGER enrolments_transition BEFORE UPDATE OF state ON academics.enrolments
    FOR EACH ROW EXECUTE FUNCTION academics.guard_transition(
        'requested>active', 'requested>dropped', 'active>completed', 'active>withdrawn', 'active>dropped', 'active>failed',
        'withdrawn>active', 'dropped>active');
