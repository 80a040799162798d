-- How far one learner is in one section. Its row is the lock under which that learner's progress changes.
CREATE TABLE learning.section_progress (
    section_id uuid NOT NULL REFERENCES academics.sections (id),
    person_id uuid NOT NULL REFERENCES identity.people (id),
    completed int NOT NULL CHECK (completed >= 0),
    total int NOT NULL CHECK (total >= 0),
    last_lesson_id uuid REFERENCES learning.lessons (id),
    last_seen_at timestamptz NOT NULL,
    completed_at timestamptz,
    version int NOT NULL DEFAULT 1,
    PRIMARY KEY (section_id, person_id),
    CONSTRAINT section_progress_within CHECK (completed <= total)
);
CREATE INDEX section_progress_person ON learning.section_progress (person_id);

CREATE TABLE learning.lesson_progress (
    lesson_id uuid NOT NULL REFERENCES learning.lessons (id),
    person_id uuid NOT NULL REFERENCES identity.people (id),
    section_id uuid NOT NULL,
    state text NOT NULL CHECK (state IN ('started', 'completed')),
    seconds int NOT NULL CHECK (seconds >= 0),
    position int NOT NULL CHECK (position BETWEEN 0 AND 1000),
    furthest int NOT NULL CHECK (furthest BETWEEN 0 AND 1000),
    best_score numeric(5, 2) CHECK (best_score BETWEEN 0 AND 100),
    started_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    completed_at timestamptz,
    version int NOT NULL DEFAULT 1,
    PRIMARY KEY (lesson_id, person_id),
    CONSTRAINT lesson_progress_section FOREIGN KEY (section_id, person_id) REFERENCES learning.section_progress (section_id, person_id),
    CONSTRAINT lesson_progress_completed_has_date CHECK ((state = 'completed') = (completed_at IS NOT NULL))
);
CREATE INDEX lesson_progress_section_person ON learning.lesson_progress (section_id, person_id);

-- Progress never goes backwards (C3), whoever writes: where one reads (position) may move freely, what one has done may not.
CREATE FUNCTION learning.lesson_progress_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.state = 'completed' AND NEW.state <> 'completed') OR NEW.seconds < OLD.seconds OR NEW.furthest < OLD.furthest
       OR NEW.best_score IS NULL AND OLD.best_score IS NOT NULL OR NEW.best_score < OLD.best_score OR NEW.started_at <> OLD.started_at
       OR OLD.completed_at IS NOT NULL AND NEW.completed_at IS DISTINCT FROM OLD.completed_at THEN
        RAISE EXCEPTION 'progress never goes backwards' USING ERRCODE = 'check_violation', CONSTRAINT = 'lesson_progress_forward';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER lesson_progress_forward BEFORE UPDATE ON learning.lesson_progress FOR EACH ROW EXECUTE FUNCTION learning.lesson_progress_forward();

CREATE FUNCTION learning.section_progress_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.completed < OLD.completed OR OLD.completed_at IS NOT NULL AND NEW.completed_at IS DISTINCT FROM OLD.completed_at THEN
        RAISE EXCEPTION 'progress never goes backwards' USING ERRCODE = 'check_violation', CONSTRAINT = 'section_progress_forward';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER section_progress_forward BEFORE UPDATE ON learning.section_progress FOR EACH ROW EXECUTE FUNCTION learning.section_progress_forward();

REVOKE DELETE, TRUNCATE ON learning.lesson_progress, learning.section_progress FROM {{app}};
