-- Keys of the house, each wrapped by the key-encryption key, which is never in the database.
CREATE TABLE platform.keys (
    id text PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('protection', 'signing')),
    value text NOT NULL,
    created_at timestamptz NOT NULL
);
-- A reader for reports has no business here.
REVOKE ALL ON platform.keys FROM {{readonly}};
REVOKE UPDATE, TRUNCATE ON platform.keys FROM {{app}};
