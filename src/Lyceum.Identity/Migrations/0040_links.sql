-- Links sent by mail: confirm an address, choose a new password, accept an invitation. Only the hash is kept; each is used once.
CREATE TABLE identity.links (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('verify', 'reset', 'invite')),
    account_id uuid NOT NULL REFERENCES identity.accounts (id),
    token_hash bytea NOT NULL CONSTRAINT links_token UNIQUE CHECK (octet_length(token_hash) = 32),
    code_hash bytea CHECK (octet_length(code_hash) = 32),
    code_tries int NOT NULL DEFAULT 0 CHECK (code_tries >= 0),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL CHECK (expires_at > created_at),
    used_at timestamptz
);
CREATE INDEX links_account ON identity.links (account_id, kind) WHERE used_at IS NULL;

-- The way in for the first administrator: printed by the machine's owner, good once.
CREATE TABLE identity.setup_tokens (
    id uuid PRIMARY KEY,
    token_hash bytea NOT NULL CONSTRAINT setup_tokens_token UNIQUE CHECK (octet_length(token_hash) = 32),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL CHECK (expires_at > created_at),
    used_at timestamptz
);
