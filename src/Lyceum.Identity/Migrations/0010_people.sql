CREATE TABLE identity.people (
    id uuid PRIMARY KEY,
    given_name text NOT NULL CHECK (length(given_name) BETWEEN 1 AND 100),
    family_name text NOT NULL CHECK (length(family_name) <= 100),
    display_name text NOT NULL CHECK (length(display_name) BETWEEN 1 AND 200),
    latin_name text CHECK (length(latin_name) BETWEEN 1 AND 200),
    language text NOT NULL CHECK (language IN ('en', 'el', 'ar')),
    zone text,
    about text CHECK (length(about) <= 2000),
    avatar_hash text,
    created_at timestamptz NOT NULL,
    version int NOT NULL DEFAULT 1
);
CREATE INDEX people_display_name ON identity.people (lower(display_name), id);
