CREATE TABLE identity.accounts (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL CONSTRAINT accounts_person UNIQUE REFERENCES identity.people (id),
    -- Lower-case and NFC by the application; what is compared is what is stored.
    email text NOT NULL CONSTRAINT accounts_email UNIQUE CHECK (length(email) BETWEEN 3 AND 254 AND position('@' IN email) > 1),
    email_verified_at timestamptz,
    password_hash text,
    password_changed_at timestamptz,
    totp_secret text,
    totp_confirmed_at timestamptz,
    -- The newest 30-second step a code was accepted for: a code counts once (RFC 6238 section 5.2).
    totp_last_step bigint NOT NULL DEFAULT 0,
    disabled_at timestamptz,
    disabled_reason text CHECK (length(disabled_reason) <= 300),
    created_at timestamptz NOT NULL,
    version int NOT NULL DEFAULT 1,
    CONSTRAINT accounts_totp CHECK (totp_confirmed_at IS NULL OR totp_secret IS NOT NULL)
);

CREATE TABLE identity.recovery_codes (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES identity.accounts (id),
    code_hash bytea NOT NULL CHECK (octet_length(code_hash) = 32),
    created_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX recovery_codes_account ON identity.recovery_codes (account_id) WHERE used_at IS NULL;

-- Only hashes of tokens are stored anywhere: who reads this database cannot sign in with what stands in it.
CREATE TABLE identity.sessions (
    id uuid PRIMARY KEY,
    token_hash bytea NOT NULL CONSTRAINT sessions_token UNIQUE CHECK (octet_length(token_hash) = 32),
    account_id uuid NOT NULL REFERENCES identity.accounts (id),
    person_id uuid NOT NULL REFERENCES identity.people (id),
    kept boolean NOT NULL,
    created_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL CHECK (expires_at > created_at),
    client_address text,
    user_agent text CHECK (length(user_agent) <= 300),
    ended_at timestamptz,
    end_reason text CHECK (end_reason IN ('signed_out', 'ended_by_person', 'ended_by_administrator', 'password_changed', 'second_step_changed', 'disabled', 'replaced')),
    CHECK ((ended_at IS NULL) = (end_reason IS NULL))
);
CREATE INDEX sessions_person ON identity.sessions (person_id, created_at DESC);

CREATE TABLE identity.api_tokens (
    id uuid PRIMARY KEY,
    token_hash bytea NOT NULL CONSTRAINT api_tokens_token UNIQUE CHECK (octet_length(token_hash) = 32),
    account_id uuid NOT NULL REFERENCES identity.accounts (id),
    person_id uuid NOT NULL REFERENCES identity.people (id),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    -- The first characters, so that a person recognises which token this is.
    hint text NOT NULL CHECK (length(hint) = 8),
    -- NULL: everything the person may; else only these permissions, and only while the person holds them.
    scopes text[],
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL CHECK (expires_at > created_at),
    last_used_at timestamptz,
    revoked_at timestamptz,
    version int NOT NULL DEFAULT 1
);
CREATE INDEX api_tokens_person ON identity.api_tokens (person_id, created_at DESC);

-- A browser that has signed in to the account before: its attempts are counted apart, so that a stranger who guesses cannot lock the owner out.
CREATE TABLE identity.devices (
    id uuid PRIMARY KEY,
    token_hash bytea NOT NULL CONSTRAINT devices_token UNIQUE CHECK (octet_length(token_hash) = 32),
    account_id uuid NOT NULL REFERENCES identity.accounts (id),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX devices_account ON identity.devices (account_id);

-- Password right, second step still owed.
CREATE TABLE identity.challenges (
    id uuid PRIMARY KEY,
    token_hash bytea NOT NULL CONSTRAINT challenges_token UNIQUE CHECK (octet_length(token_hash) = 32),
    account_id uuid NOT NULL REFERENCES identity.accounts (id),
    kept boolean NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);

-- Failures by bucket: an account (by hash of the address typed, known or not), a device, a client address, everybody.
CREATE TABLE identity.attempts (
    bucket text PRIMARY KEY CHECK (length(bucket) <= 100),
    failures int NOT NULL CHECK (failures > 0),
    first_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL
);
CREATE INDEX attempts_last ON identity.attempts (last_at);

CREATE FUNCTION identity.notify_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('lyceum_sessions', coalesce(NEW.person_id, OLD.person_id)::text);
    RETURN NULL;
END $$;
CREATE FUNCTION identity.notify_everyone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('lyceum_sessions', '');
    RETURN NULL;
END $$;
-- last_seen_at and last_used_at change all the time and say nothing about rights.
CREATE TRIGGER sessions_notify AFTER UPDATE OF ended_at ON identity.sessions FOR EACH ROW EXECUTE FUNCTION identity.notify_person();
CREATE TRIGGER api_tokens_notify AFTER UPDATE OF revoked_at, scopes ON identity.api_tokens FOR EACH ROW EXECUTE FUNCTION identity.notify_person();
CREATE TRIGGER accounts_notify AFTER UPDATE OF disabled_at ON identity.accounts FOR EACH ROW EXECUTE FUNCTION identity.notify_person();
