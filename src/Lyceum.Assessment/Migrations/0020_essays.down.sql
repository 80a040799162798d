DROP TRIGGER attempts_score_counted ON assessment.attempts;
DROP TRIGGER marks_score_counted ON assessment.marks;
DROP TRIGGER attempts_graded_is_final ON assessment.attempts;
-- The version before knows no waiting: what has no mark is worth nothing.
UPDATE assessment.attempt_questions q SET points = 0 FROM assessment.attempts a WHERE a.id = q.attempt_id AND a.state = 'submitted' AND q.points IS NULL;
UPDATE assessment.attempts a SET state = 'graded', score = s.score, percent = round(s.score / a.max_score * 100, 2), passed = round(s.score / a.max_score * 100, 2) >= a.pass_percent
FROM (SELECT q.attempt_id, sum(q.points) AS score FROM assessment.attempt_questions q GROUP BY q.attempt_id) s
WHERE s.attempt_id = a.id AND a.state = 'submitted';
DROP TABLE assessment.mark_records;
DROP TABLE assessment.marks;
DROP FUNCTION assessment.guard_score();
DROP FUNCTION assessment.record_mark();
DROP FUNCTION assessment.guard_mark();
ALTER TABLE assessment.attempts DROP CONSTRAINT attempts_state, DROP CONSTRAINT attempts_state_is_whole;
ALTER TABLE assessment.attempts
    ADD CONSTRAINT attempts_state_check CHECK (state IN ('open', 'graded')) NOT VALID,
    ADD CONSTRAINT attempts_graded_is_whole CHECK (num_nonnulls(submitted_at, ended_by, score, percent, passed) = CASE state WHEN 'graded' THEN 5 ELSE 0 END) NOT VALID;
CREATE OR REPLACE FUNCTION assessment.guard_graded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'attempt % is graded', OLD.id USING ERRCODE = 'check_violation', CONSTRAINT = 'attempts_graded_is_final';
END $$;
CREATE TRIGGER attempts_graded_is_final BEFORE UPDATE ON assessment.attempts
    FOR EACH ROW WHEN (OLD.state = 'graded') EXECUTE FUNCTION assessment.guard_graded();
