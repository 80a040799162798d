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
    -- The master's unit this one was copied from; NULL in the master and once that one is gone.
    source_id uuid REFERENCES learning.units (id) ON DELETE SET NULL,
    version int NOT NULL DEFAULT 1,
    CONSTRAINT units_position_key UNIQUE (outline_id, position) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT units_outline_key UNIQUE (id, outline_id)
);
CREATE INDEX units_source ON learning.units (source_id) WHERE source_id IS NOT NULL;

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
    file_id uuid REFERENCES platform.files (id),
    file_hash text CHECK (file_hash ~ '^[0-9a-f]{64}$'),
    file_name text,
    file_type text,
    file_size bigint,
    is_preview boolean NOT NULL,
    is_published boolean NOT NULL,
    -- The master's lesson this one was copied from, and its version then: the difference is what may be carried over.
    source_id uuid REFERENCES learning.lessons (id) ON DELETE SET NULL,
    source_version int,
    version int NOT NULL DEFAULT 1,
    CONSTRAINT lessons_file_whole CHECK (num_nonnulls(file_id, file_hash, file_name, file_type, file_size) IN (0, 5)),
    -- A lesson's unit is of the lesson's own outline.
    CONSTRAINT lessons_unit_of_outline FOREIGN KEY (unit_id, outline_id) REFERENCES learning.units (id, outline_id),
    CONSTRAINT lessons_position_key UNIQUE (unit_id, position) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX lessons_outline ON learning.lessons (outline_id);
CREATE INDEX lessons_source ON learning.lessons (source_id) WHERE source_id IS NOT NULL;
