-- no-transaction
ALTER TABLE academics.enrolments VALIDATE CONSTRAINT enrolments_state;
ALTER TABLE academics.enrolments VALIDATE CONSTRAINT enrolments_ended_has_date;
ALTER TABLE academics.enrolments VALIDATE CONSTRAINT enrolments_waiting_has_place;
-- The list of a section in order, and no number twice.
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS enrolments_wait_list ON academics.enrolments (section_id, waiting_number) WHERE state = 'waitlisted';
