-- Who waits for a seat keeps a number: the lowest of a section is the first. The number is given under the section's lock.
ALTER TABLE academics.enrolments ADD COLUMN waiting_at timestamptz, ADD COLUMN waiting_number int;
ALTER TABLE academics.enrolments DROP CONSTRAINT enrolments_state_check, DROP CONSTRAINT enrolments_ended_has_date;
ALTER TABLE academics.enrolments
    ADD CONSTRAINT enrolments_state CHECK (state IN ('requested', 'waitlisted', 'active', 'completed', 'withdrawn', 'dropped', 'failed')) NOT VALID,
    ADD CONSTRAINT enrolments_ended_has_date CHECK (state IN ('requested', 'waitlisted', 'active') OR ended_at IS NOT NULL) NOT VALID,
    ADD CONSTRAINT enrolments_waiting_has_place CHECK (num_nonnulls(waiting_at, waiting_number) = CASE state WHEN 'waitlisted' THEN 2 ELSE 0 END) NOT VALID;

DROP TRIGGER enrolments_transition ON academics.enrolments;
CREATE TRIGGER enrolments_transition BEFORE UPDATE OF state ON academics.enrolments
    FOR EACH ROW EXECUTE FUNCTION academics.guard_transition(
        'requested>active', 'requested>dropped', 'requested>waitlisted', 'waitlisted>active', 'waitlisted>dropped', 'waitlisted>withdrawn',
        'active>completed', 'active>withdrawn', 'active>dropped', 'active>failed', 'withdrawn>active', 'dropped>active', 'withdrawn>waitlisted', 'dropped>waitlisted');

-- Nobody overtakes: a seat goes to the lowest number, and to nobody else while somebody waits. Those who are in a closed section or term wait in vain
-- and hold up nobody, because nobody may enrol there either.
CREATE FUNCTION academics.guard_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM academics.enrolments e WHERE e.section_id = NEW.section_id AND e.state = 'waitlisted' AND e.id <> NEW.id) THEN
        -- Of several who move up in one transaction the rows are written in any order: at its end whoever is still waiting must be behind them.
        IF TG_OP = 'INSERT' OR OLD.waiting_number IS NULL OR EXISTS (
            SELECT 1 FROM academics.enrolments e WHERE e.section_id = NEW.section_id AND e.state = 'waitlisted' AND e.waiting_number < OLD.waiting_number) THEN
            RAISE EXCEPTION 'somebody waits longer in section %', NEW.section_id USING ERRCODE = 'check_violation', CONSTRAINT = 'enrolments_in_order';
        END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER enrolments_in_order AFTER UPDATE OF state ON academics.enrolments
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state = 'active' AND OLD.state <> 'active') EXECUTE FUNCTION academics.guard_order();
CREATE CONSTRAINT TRIGGER enrolments_in_order_new AFTER INSERT ON academics.enrolments
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state = 'active') EXECUTE FUNCTION academics.guard_order();
