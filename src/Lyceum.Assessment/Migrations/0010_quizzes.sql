-- A quiz is a lesson of kind quiz: what it asks hangs on the lesson's id.
CREATE TABLE assessment.quizzes (
    lesson_id uuid PRIMARY KEY REFERENCES learning.lessons (id) ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('practice', 'graded')),
    pass_percent numeric(5, 2) NOT NULL CHECK (pass_percent BETWEEN 0 AND 100),
    time_limit_minutes int CHECK (time_limit_minutes BETWEEN 1 AND 600),
    grace_seconds int NOT NULL CHECK (grace_seconds BETWEEN 0 AND 600),
    max_attempts int CHECK (max_attempts BETWEEN 1 AND 100),
    shuffle_questions boolean NOT NULL,
    shuffle_options boolean NOT NULL,
    feedback text NOT NULL CHECK (feedback IN ('after_submit', 'after_pass', 'after_close', 'score_only')),
    opens_at timestamptz,
    closes_at timestamptz,
    version int NOT NULL DEFAULT 1,
    CONSTRAINT quizzes_window_in_order CHECK (opens_at < closes_at)
);

CREATE TABLE assessment.questions (
    id uuid PRIMARY KEY,
    lesson_id uuid NOT NULL REFERENCES assessment.quizzes (lesson_id) ON DELETE CASCADE,
    position int NOT NULL CHECK (position > 0),
    is_removed boolean NOT NULL,
    -- The number of the version given to those who start now.
    current int NOT NULL CHECK (current > 0),
    -- The master's question this one was copied from, and its version then.
    source_id uuid REFERENCES assessment.questions (id) ON DELETE SET NULL,
    source_number int,
    version int NOT NULL DEFAULT 1
);
CREATE INDEX questions_quiz ON assessment.questions (lesson_id, position);
CREATE INDEX questions_source ON assessment.questions (source_id) WHERE source_id IS NOT NULL;

-- What was asked, word for word: attempts keep the version they were given.
CREATE TABLE assessment.question_versions (
    id uuid PRIMARY KEY,
    question_id uuid NOT NULL REFERENCES assessment.questions (id) ON DELETE CASCADE,
    number int NOT NULL CHECK (number > 0),
    type text NOT NULL CHECK (type ~ '^[a-z_]{2,30}$'),
    prompt text NOT NULL CHECK (length(prompt) BETWEEN 1 AND 20000),
    points numeric(6, 2) NOT NULL CHECK (points > 0),
    explanation text NOT NULL CHECK (length(explanation) <= 20000),
    settings jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT question_versions_number_key UNIQUE (question_id, number)
);

CREATE TABLE assessment.attempts (
    id uuid PRIMARY KEY,
    lesson_id uuid NOT NULL CONSTRAINT attempts_keep_their_quiz REFERENCES assessment.quizzes (lesson_id),
    section_id uuid NOT NULL REFERENCES academics.sections (id),
    person_id uuid NOT NULL REFERENCES identity.people (id),
    number int NOT NULL CHECK (number > 0),
    state text NOT NULL CHECK (state IN ('open', 'graded')),
    started_at timestamptz NOT NULL,
    deadline timestamptz,
    -- Deadline and grace: until then a save that was under way is still taken.
    accepts_until timestamptz,
    pass_percent numeric(5, 2) NOT NULL CHECK (pass_percent BETWEEN 0 AND 100),
    max_score numeric(8, 2) NOT NULL CHECK (max_score > 0),
    submitted_at timestamptz,
    ended_by text CHECK (ended_by IN ('learner', 'clock')),
    score numeric(8, 2) CHECK (score >= 0 AND score <= max_score),
    percent numeric(5, 2) CHECK (percent BETWEEN 0 AND 100),
    passed boolean,
    version int NOT NULL DEFAULT 1,
    CONSTRAINT attempts_number_key UNIQUE (lesson_id, person_id, number),
    CONSTRAINT attempts_graded_is_whole CHECK (num_nonnulls(submitted_at, ended_by, score, percent, passed) = CASE state WHEN 'graded' THEN 5 ELSE 0 END),
    CONSTRAINT attempts_clock_is_whole CHECK ((deadline IS NULL) = (accepts_until IS NULL) AND accepts_until >= deadline)
);
-- One open attempt a person and quiz, whatever the code believes.
CREATE UNIQUE INDEX attempts_one_open ON assessment.attempts (lesson_id, person_id) WHERE state = 'open';
-- The clock looks for what is over.
CREATE INDEX attempts_due ON assessment.attempts (accepts_until) WHERE state = 'open';
CREATE INDEX attempts_person ON assessment.attempts (person_id, lesson_id);
CREATE INDEX attempts_section ON assessment.attempts (section_id, id);

-- The paper of one attempt: which question, in which version and order, what was answered last, what it was worth.
CREATE TABLE assessment.attempt_questions (
    attempt_id uuid NOT NULL REFERENCES assessment.attempts (id),
    question_id uuid NOT NULL REFERENCES assessment.questions (id),
    version_id uuid NOT NULL REFERENCES assessment.question_versions (id),
    position int NOT NULL CHECK (position > 0),
    option_order jsonb NOT NULL,
    answer jsonb,
    flagged boolean NOT NULL,
    -- The client's count of changes; an older one never overwrites a newer.
    sequence bigint NOT NULL DEFAULT 0 CHECK (sequence >= 0),
    saved_at timestamptz,
    points numeric(6, 2) CHECK (points >= 0),
    PRIMARY KEY (attempt_id, question_id)
) WITH (fillfactor = 70);
CREATE INDEX attempt_questions_version ON assessment.attempt_questions (version_id);

-- Every answer that was taken, in the order it came. Never changed: this is the record if marks are disputed.
CREATE TABLE assessment.answers (
    attempt_id uuid NOT NULL,
    question_id uuid NOT NULL,
    sequence bigint NOT NULL,
    answer jsonb,
    flagged boolean NOT NULL,
    saved_at timestamptz NOT NULL,
    PRIMARY KEY (attempt_id, question_id, sequence),
    CONSTRAINT answers_paper FOREIGN KEY (attempt_id, question_id) REFERENCES assessment.attempt_questions (attempt_id, question_id)
);

-- Open → graded, once. What was graded stays as it was graded.
CREATE FUNCTION assessment.guard_graded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'attempt % is graded', OLD.id USING ERRCODE = 'check_violation', CONSTRAINT = 'attempts_graded_is_final';
END $$;
CREATE TRIGGER attempts_graded_is_final BEFORE UPDATE ON assessment.attempts
    FOR EACH ROW WHEN (OLD.state = 'graded') EXECUTE FUNCTION assessment.guard_graded();

REVOKE UPDATE, DELETE, TRUNCATE ON assessment.answers FROM {{app}};
