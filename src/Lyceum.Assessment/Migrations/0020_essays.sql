-- An attempt with essays is handed in first (submitted) and graded when the last of them has its mark.
ALTER TABLE assessment.attempts DROP CONSTRAINT attempts_state_check, DROP CONSTRAINT attempts_graded_is_whole;
ALTER TABLE assessment.attempts
    ADD CONSTRAINT attempts_state CHECK (state IN ('open', 'submitted', 'graded')) NOT VALID,
    ADD CONSTRAINT attempts_state_is_whole CHECK (
        num_nonnulls(submitted_at, ended_by) = CASE state WHEN 'open' THEN 0 ELSE 2 END
        AND num_nonnulls(score, percent, passed) = CASE state WHEN 'graded' THEN 3 ELSE 0 END) NOT VALID;

-- An answer that people mark: it waits from the moment its attempt is handed in, and keeps the mark that counts.
CREATE TABLE assessment.marks (
    id uuid PRIMARY KEY,
    attempt_id uuid NOT NULL,
    question_id uuid NOT NULL,
    section_id uuid NOT NULL REFERENCES academics.sections (id),
    handed_in_at timestamptz NOT NULL,
    max_points numeric(6, 2) NOT NULL CHECK (max_points > 0),
    points numeric(6, 2),
    feedback text NOT NULL CHECK (length(feedback) <= 10000),
    marked_by uuid REFERENCES identity.people (id),
    marked_at timestamptz,
    version int NOT NULL DEFAULT 1,
    CONSTRAINT marks_one_an_answer UNIQUE (attempt_id, question_id),
    CONSTRAINT marks_answer FOREIGN KEY (attempt_id, question_id) REFERENCES assessment.attempt_questions (attempt_id, question_id),
    CONSTRAINT marks_half_points CHECK (points BETWEEN 0 AND max_points AND points * 2 = trunc(points * 2)),
    CONSTRAINT marks_given_is_whole CHECK (num_nonnulls(points, marked_by, marked_at) IN (0, 3))
);
-- The queue of a section, the oldest first; and what was marked last.
CREATE INDEX marks_waiting ON assessment.marks (section_id, handed_in_at, id) WHERE points IS NULL;
CREATE INDEX marks_given ON assessment.marks (section_id, marked_at, id) WHERE points IS NOT NULL;

-- Every mark that was ever given. Written by the trigger below alone and never changed: this is the record if a mark is disputed.
CREATE TABLE assessment.mark_records (
    mark_id uuid NOT NULL REFERENCES assessment.marks (id),
    number int NOT NULL CHECK (number > 0),
    points numeric(6, 2) NOT NULL,
    feedback text NOT NULL,
    marked_by uuid NOT NULL REFERENCES identity.people (id),
    marked_at timestamptz NOT NULL,
    PRIMARY KEY (mark_id, number)
);
REVOKE UPDATE, DELETE, TRUNCATE ON assessment.mark_records FROM {{app}};
REVOKE DELETE, TRUNCATE ON assessment.marks FROM {{app}};

-- A given mark is replaced, never taken away, and always by one who has seen the version before; the learner never marks.
CREATE FUNCTION assessment.guard_mark() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.attempt_id, NEW.question_id, NEW.section_id, NEW.handed_in_at, NEW.max_points) IS DISTINCT FROM (OLD.id, OLD.attempt_id, OLD.question_id, OLD.section_id, OLD.handed_in_at, OLD.max_points)
       OR (OLD.points IS NOT NULL AND NEW.points IS NULL) OR NEW.version <> OLD.version + 1 THEN
        RAISE EXCEPTION 'mark % stays given', OLD.id USING ERRCODE = 'check_violation', CONSTRAINT = 'marks_stay_given';
    END IF;
    IF EXISTS (SELECT 1 FROM assessment.attempts a WHERE a.id = NEW.attempt_id AND a.person_id = NEW.marked_by) THEN
        RAISE EXCEPTION 'mark % would be one''s own', OLD.id USING ERRCODE = 'check_violation', CONSTRAINT = 'marks_by_others';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER marks_stay_given BEFORE UPDATE ON assessment.marks FOR EACH ROW EXECUTE FUNCTION assessment.guard_mark();

CREATE FUNCTION assessment.record_mark() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO assessment.mark_records (mark_id, number, points, feedback, marked_by, marked_at)
    SELECT NEW.id, coalesce(max(r.number), 0) + 1, NEW.points, NEW.feedback, NEW.marked_by, NEW.marked_at FROM assessment.mark_records r WHERE r.mark_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER marks_recorded AFTER INSERT OR UPDATE ON assessment.marks FOR EACH ROW WHEN (NEW.points IS NOT NULL) EXECUTE FUNCTION assessment.record_mark();

-- Open → submitted → graded, or at once; never back. What was graded changes by a new mark alone, and then nothing but its result.
CREATE OR REPLACE FUNCTION assessment.guard_graded() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    movable text[] := CASE OLD.state WHEN 'submitted' THEN ARRAY['state', 'score', 'percent', 'passed', 'version'] ELSE ARRAY['score', 'percent', 'passed', 'version'] END;
BEGIN
    IF NEW.state = 'open' OR (to_jsonb(NEW) - movable) IS DISTINCT FROM (to_jsonb(OLD) - movable)
       OR NOT EXISTS (SELECT 1 FROM assessment.marks m WHERE m.attempt_id = OLD.id) THEN
        RAISE EXCEPTION 'attempt % is graded', OLD.id USING ERRCODE = 'check_violation', CONSTRAINT = 'attempts_graded_is_final';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER attempts_graded_is_final ON assessment.attempts;
CREATE TRIGGER attempts_graded_is_final BEFORE UPDATE ON assessment.attempts
    FOR EACH ROW WHEN (OLD.state <> 'open') EXECUTE FUNCTION assessment.guard_graded();

-- A score is the sum of what the answers were worth, looked at when the transaction commits: until then the rows are written one after the other.
CREATE FUNCTION assessment.guard_score() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    known record;
    attempt uuid := CASE TG_TABLE_NAME WHEN 'marks' THEN (to_jsonb(NEW) ->> 'attempt_id')::uuid ELSE (to_jsonb(NEW) ->> 'id')::uuid END;
BEGIN
    SELECT a.state, a.score, least(a.max_score, sum(q.points)) AS counted, count(*) FILTER (WHERE q.points IS NULL) AS waiting,
           bool_or(m.id IS NOT NULL AND m.points IS DISTINCT FROM q.points) AS astray
    INTO known
    FROM assessment.attempts a JOIN assessment.attempt_questions q ON q.attempt_id = a.id LEFT JOIN assessment.marks m ON m.attempt_id = a.id AND m.question_id = q.question_id
    WHERE a.id = attempt GROUP BY a.id;
    IF known.astray OR (known.state = 'graded' AND (known.waiting > 0 OR known.score <> known.counted)) OR (known.state = 'submitted' AND known.waiting = 0) THEN
        RAISE EXCEPTION 'attempt % keeps % points and its answers are worth %', attempt, known.score, known.counted
            USING ERRCODE = 'check_violation', CONSTRAINT = 'attempts_score_counted';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER attempts_score_counted AFTER UPDATE OF state, score ON assessment.attempts
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state <> 'open') EXECUTE FUNCTION assessment.guard_score();
CREATE CONSTRAINT TRIGGER marks_score_counted AFTER INSERT OR UPDATE ON assessment.marks
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION assessment.guard_score();
