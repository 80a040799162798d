CREATE TABLE platform.idempotency_keys (
    actor text NOT NULL,
    key text NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
    command text NOT NULL,
    request_hash bytea NOT NULL,
    response jsonb,
    address text,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (actor, key)
);
CREATE INDEX idempotency_keys_created_at ON platform.idempotency_keys (created_at);
