CREATE TABLE learning.outlines (
    id uuid PRIMARY KEY,
    course_id uuid NOT NULL REFERENCES academics.courses (id),
    section_id uuid CONSTRAINT outlines_section_key UNIQUE REFERENCES academics.sections (id),
    version int NOT NULL DEFAULT 1
);
-- One master outline a course.
CREATE UNIQUE INDEX outlines_master_key ON learning.outlines (course_id) WHERE section_id IS NULL;

CREATE TABLE learning.units (
    id uuid PRIMARY KEY,
    outline_id uuid NOT NULL REFERENCES learning.outlines (id),
    title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    position int NOT NULL CHECK (position > 0),
    version int NOT NULL DEFAULT 1,
    CONSTRAINT units_position_key UNIQUE (outline_id, position) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT units_outline_key UNIQUE (id, outline_id)
);

CREATE TABLE learning.lessons (
    id uuid PRIMARY KEY,
    outline_id uuid NOT NULL REFERENCES learning.outlines (id),
    unit_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind ~ '^[a-z_]{2,30}$'),
    title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    position int NOT NULL CHECK (position > 0),
    minutes int NOT NULL CHECK (minutes BETWEEN 0 AND 1440),
    body text NOT NULL CHECK (length(body) <= 200000),
    href text CHECK (href ~ '^https?://' AND length(href) <= 2000),
    file_hash text,
    is_preview boolean NOT NULL,
    is_published boolean NOT NULL,
    version int NOT NULL DEFAULT 1,
    -- A lesson's unit is of the lesson's own outline.
    CONSTRAINT lessons_unit_of_outline FOREIGN KEY (unit_id, outline_id) REFERENCES learning.units (id, outline_id),
    CONSTRAINT lessons_position_key UNIQUE (unit_id, position) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX lessons_outline ON learning.lessons (outline_id);
