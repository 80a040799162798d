-- Public keys with which people sign in (WebAuthn). Nothing here signs anybody in: the private key never leaves the device.
CREATE TABLE identity.passkeys (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES identity.accounts (id),
    -- WebAuthn Level 3, section 4: at most 1023 bytes. No two accounts share one.
    credential_id bytea NOT NULL CONSTRAINT passkeys_credential UNIQUE CHECK (octet_length(credential_id) BETWEEN 1 AND 1023),
    public_key bytea NOT NULL CHECK (octet_length(public_key) BETWEEN 1 AND 2000),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
    -- What the authenticator counted last; a lower number later is a sign of a copy.
    sign_count bigint NOT NULL CHECK (sign_count BETWEEN 0 AND 4294967295),
    transports text[] NOT NULL,
    backup_eligible boolean NOT NULL,
    backed_up boolean NOT NULL CHECK (backup_eligible OR NOT backed_up),
    created_at timestamptz NOT NULL,
    last_used_at timestamptz,
    version int NOT NULL DEFAULT 1
);
CREATE INDEX passkeys_account ON identity.passkeys (account_id);

-- A question that one passkey may answer once, within minutes.
CREATE TABLE identity.passkey_challenges (
    id uuid PRIMARY KEY,
    purpose text NOT NULL CHECK (purpose IN ('register', 'sign_in', 'second_step')),
    -- Whose answer it has to be; signing in without an address, it is anybody's.
    account_id uuid REFERENCES identity.accounts (id),
    state text NOT NULL CHECK (length(state) <= 4000),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    CHECK ((account_id IS NULL) = (purpose = 'sign_in'))
);
CREATE INDEX passkey_challenges_expires ON identity.passkey_challenges (expires_at);

-- How many stand in identity.passkeys: sign-in asks for the second step without a further statement.
ALTER TABLE identity.accounts ADD COLUMN passkey_count int NOT NULL DEFAULT 0;
ALTER TABLE identity.accounts ADD CONSTRAINT accounts_passkeys CHECK (passkey_count BETWEEN 0 AND 10) NOT VALID;
