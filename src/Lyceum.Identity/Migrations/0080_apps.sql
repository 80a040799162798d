-- An app or a script that signed a person in is a session too, without a cookie: it comes with pairs of tokens instead.
ALTER TABLE identity.sessions ADD COLUMN kind text NOT NULL DEFAULT 'browser';
ALTER TABLE identity.sessions ADD CONSTRAINT sessions_kind CHECK (kind IN ('browser', 'app')) NOT VALID;
ALTER TABLE identity.sessions DROP CONSTRAINT sessions_end_reason_check;
ALTER TABLE identity.sessions ADD CONSTRAINT sessions_end_reason_check CHECK (end_reason IN
    ('signed_out', 'ended_by_person', 'ended_by_administrator', 'password_changed', 'second_step_changed', 'disabled', 'replaced', 'token_reused')) NOT VALID;

-- One turn of the tokens. A used pair stays: who comes with its refresh token again has it from somewhere else.
CREATE TABLE identity.token_pairs (
    id uuid PRIMARY KEY,
    session_id uuid NOT NULL REFERENCES identity.sessions (id),
    access_hash bytea NOT NULL CONSTRAINT token_pairs_access UNIQUE CHECK (octet_length(access_hash) = 32),
    refresh_hash bytea NOT NULL CONSTRAINT token_pairs_refresh UNIQUE CHECK (octet_length(refresh_hash) = 32),
    created_at timestamptz NOT NULL,
    access_expires_at timestamptz NOT NULL CHECK (access_expires_at > created_at),
    refresh_expires_at timestamptz NOT NULL CHECK (refresh_expires_at >= access_expires_at),
    used_at timestamptz
);
CREATE INDEX token_pairs_session ON identity.token_pairs (session_id);
