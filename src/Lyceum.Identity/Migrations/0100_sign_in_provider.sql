-- The school's own sign-in provider (OpenID Connect). One at most: the sign-in page has one button.
CREATE TABLE identity.sign_in_providers (
    id uuid PRIMARY KEY,
    issuer text NOT NULL CHECK (length(issuer) BETWEEN 1 AND 500),
    client_id text NOT NULL CHECK (length(client_id) BETWEEN 1 AND 200),
    -- Protected by the house's key ring, as the secrets of authenticator apps are.
    client_secret text,
    name jsonb NOT NULL,
    is_on boolean NOT NULL,
    makes_accounts boolean NOT NULL,
    trusts_second_step boolean NOT NULL,
    created_at timestamptz NOT NULL,
    version int NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX sign_in_providers_one ON identity.sign_in_providers ((true));

-- Whom a provider means by a subject. Issuer and subject name one account; an account has one subject of an issuer.
CREATE TABLE identity.external_identities (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES identity.accounts (id),
    issuer text NOT NULL CHECK (length(issuer) BETWEEN 1 AND 500),
    -- OpenID Connect Core section 2: at most 255 characters.
    subject text NOT NULL CHECK (length(subject) BETWEEN 1 AND 255),
    email text CHECK (length(email) <= 254),
    created_at timestamptz NOT NULL,
    last_used_at timestamptz,
    CONSTRAINT external_identities_subject UNIQUE (issuer, subject),
    CONSTRAINT external_identities_account UNIQUE (account_id, issuer)
);

-- Each way back from the provider is taken once; the state itself lies in the browser's cookie.
CREATE TABLE identity.provider_returns (
    state_hash bytea PRIMARY KEY CHECK (octet_length(state_hash) = 32),
    used_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX provider_returns_expires ON identity.provider_returns (expires_at);

-- The provider saw a second factor and the school takes its word: such a session owes none.
ALTER TABLE identity.sessions ADD COLUMN second_step_vouched boolean NOT NULL DEFAULT false;
