CREATE TABLE academics.institution (
    id uuid PRIMARY KEY,
    name jsonb NOT NULL,
    short_name text NOT NULL CHECK (length(short_name) BETWEEN 1 AND 40),
    zone text NOT NULL,
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    address text,
    help_address text,
    tagline jsonb,
    lead jsonb,
    version int NOT NULL DEFAULT 1
);
-- One institution per installation, with campuses.
CREATE UNIQUE INDEX institution_only_one ON academics.institution ((true));

CREATE TABLE academics.programmes (
    id uuid PRIMARY KEY,
    code text NOT NULL CONSTRAINT programmes_code_key UNIQUE,
    name jsonb NOT NULL,
    length jsonb,
    level text NOT NULL,
    credits numeric(6, 2) NOT NULL CHECK (credits >= 0),
    description jsonb,
    position int NOT NULL,
    version int NOT NULL DEFAULT 1
);

CREATE TABLE academics.terms (
    id uuid PRIMARY KEY,
    code text NOT NULL CONSTRAINT terms_code_key UNIQUE CHECK (code ~ '^[a-z0-9-]{1,40}$'),
    name jsonb NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    enrolment_opens_at timestamptz NOT NULL,
    enrolment_closes_at timestamptz NOT NULL,
    state text NOT NULL CHECK (state IN ('planned', 'open', 'closed')),
    version int NOT NULL DEFAULT 1,
    CONSTRAINT terms_dates_in_order CHECK (starts_on < ends_on AND enrolment_opens_at < enrolment_closes_at)
);

CREATE TABLE academics.courses (
    id uuid PRIMARY KEY,
    code text NOT NULL CONSTRAINT courses_code_key UNIQUE CHECK (length(code) BETWEEN 2 AND 20),
    slug text NOT NULL CONSTRAINT courses_slug_key UNIQUE CHECK (length(slug) BETWEEN 1 AND 100),
    language text NOT NULL CHECK (language IN ('en', 'el', 'ar')),
    title jsonb NOT NULL,
    summary jsonb NOT NULL,
    description text NOT NULL CHECK (length(description) <= 20000),
    category text NOT NULL CHECK (length(category) BETWEEN 1 AND 60),
    difficulty text NOT NULL CHECK (difficulty IN ('beginner', 'intermediate', 'advanced')),
    credits numeric(5, 2) NOT NULL CHECK (credits >= 0),
    hours int NOT NULL CHECK (hours >= 0),
    weeks int NOT NULL CHECK (weeks >= 0),
    objectives jsonb NOT NULL,
    announced jsonb NOT NULL,
    icon text NOT NULL,
    programme_id uuid REFERENCES academics.programmes (id),
    state text NOT NULL CHECK (state IN ('draft', 'published', 'archived')),
    created_at timestamptz NOT NULL,
    published_at timestamptz,
    version int NOT NULL DEFAULT 1,
    CONSTRAINT courses_published_has_date CHECK (state <> 'published' OR published_at IS NOT NULL)
);
-- The catalogue reads published courses by code, a page at a time.
CREATE INDEX courses_catalogue ON academics.courses (code, id) WHERE state = 'published';

CREATE TABLE academics.former_slugs (
    slug text PRIMARY KEY,
    course_id uuid NOT NULL REFERENCES academics.courses (id)
);

CREATE TABLE academics.sections (
    id uuid PRIMARY KEY,
    course_id uuid NOT NULL REFERENCES academics.courses (id),
    term_id uuid REFERENCES academics.terms (id),
    code text NOT NULL CHECK (code ~ '^[a-z0-9-]{1,40}$'),
    capacity int CHECK (capacity > 0),
    seats_taken int NOT NULL DEFAULT 0,
    state text NOT NULL CHECK (state IN ('planned', 'open', 'closed')),
    starts_on date,
    ends_on date,
    created_at timestamptz NOT NULL,
    version int NOT NULL DEFAULT 1,
    CONSTRAINT sections_code_key UNIQUE (course_id, code),
    CONSTRAINT sections_seats_within_capacity CHECK (seats_taken >= 0 AND (capacity IS NULL OR seats_taken <= capacity))
);
CREATE INDEX sections_term ON academics.sections (term_id);

CREATE TABLE academics.section_teachers (
    section_id uuid NOT NULL REFERENCES academics.sections (id),
    person_id uuid NOT NULL REFERENCES identity.people (id),
    duty text NOT NULL CHECK (duty IN ('instructor', 'assistant')),
    PRIMARY KEY (section_id, person_id)
);
CREATE INDEX section_teachers_person ON academics.section_teachers (person_id);

CREATE TABLE academics.enrolments (
    id uuid PRIMARY KEY,
    section_id uuid NOT NULL REFERENCES academics.sections (id),
    person_id uuid NOT NULL REFERENCES identity.people (id),
    state text NOT NULL CHECK (state IN ('requested', 'active', 'completed', 'withdrawn', 'dropped', 'failed')),
    requested_at timestamptz NOT NULL,
    activated_at timestamptz,
    ended_at timestamptz,
    version int NOT NULL DEFAULT 1,
    CONSTRAINT enrolments_one_per_person UNIQUE (section_id, person_id),
    CONSTRAINT enrolments_active_has_date CHECK (state <> 'active' OR activated_at IS NOT NULL),
    CONSTRAINT enrolments_ended_has_date CHECK (state IN ('requested', 'active') OR ended_at IS NOT NULL)
);
CREATE INDEX enrolments_person ON academics.enrolments (person_id, state);
