-- Where the school teaches. A campus keeps its row when it is given up: what names it goes on to say where it was.
CREATE TABLE academics.campuses (
    id uuid PRIMARY KEY,
    code text NOT NULL CONSTRAINT campuses_code_key UNIQUE CHECK (code ~ '^[a-z0-9-]{1,40}$'),
    name jsonb NOT NULL,
    address text CHECK (length(address) BETWEEN 1 AND 300),
    zone text,
    state text NOT NULL CHECK (state IN ('open', 'archived')),
    created_at timestamptz NOT NULL,
    version int NOT NULL DEFAULT 1
);
