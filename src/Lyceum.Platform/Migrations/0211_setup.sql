-- The set-up of a new school: begun by the one-time link, finished when its administrator says so or nothing is left. A school without this row asks nobody.
CREATE TABLE platform.setup (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    began_at timestamptz NOT NULL,
    finished_at timestamptz,
    version int NOT NULL DEFAULT 1,
    CHECK (finished_at >= began_at)
);

CREATE TABLE platform.setup_steps (
    step text PRIMARY KEY CHECK (step ~ '^[a-z]+(-[a-z]+)*$'),
    state text NOT NULL CHECK (state IN ('done', 'skipped')),
    at timestamptz NOT NULL,
    person_id uuid,
    version int NOT NULL DEFAULT 1
);

-- What is done is not put off any more.
CREATE FUNCTION platform.setup_steps_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'step % is done', OLD.step USING ERRCODE = 'check_violation', CONSTRAINT = 'setup_steps_forward';
END $$;
CREATE TRIGGER setup_steps_forward BEFORE UPDATE ON platform.setup_steps
    FOR EACH ROW WHEN (OLD.state = 'done' AND NEW.state = 'skipped') EXECUTE FUNCTION platform.setup_steps_forward();
