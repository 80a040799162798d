CREATE TABLE platform.audit_entries (
    id uuid PRIMARY KEY,
    at timestamptz NOT NULL,
    actor text NOT NULL,
    person_id uuid,
    session_id uuid,
    action text NOT NULL,
    entity text NOT NULL,
    entity_id uuid,
    before jsonb,
    after jsonb,
    reason text,
    request_id text NOT NULL,
    channel text NOT NULL,
    client_address text
);
CREATE INDEX audit_entries_entity ON platform.audit_entries (entity_id, at DESC) WHERE entity_id IS NOT NULL;
CREATE INDEX audit_entries_person ON platform.audit_entries (person_id, at DESC) WHERE person_id IS NOT NULL;
CREATE INDEX audit_entries_at ON platform.audit_entries (at DESC, id DESC);

-- What the sealer has still to chain. Filled by trigger in the writer's own transaction, so a row is here exactly when its entry committed.
CREATE TABLE platform.audit_unsealed (
    entry_id uuid PRIMARY KEY
);

CREATE TABLE platform.audit_seals (
    sequence bigint PRIMARY KEY CHECK (sequence > 0),
    entry_id uuid NOT NULL UNIQUE REFERENCES platform.audit_entries (id),
    hash bytea NOT NULL CHECK (octet_length(hash) = 32),
    sealed_at timestamptz NOT NULL
);

CREATE FUNCTION platform.audit_queue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO platform.audit_unsealed (entry_id) SELECT id FROM added;
    RETURN NULL;
END $$;
CREATE TRIGGER audit_queue AFTER INSERT ON platform.audit_entries
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION platform.audit_queue();

-- The bytes that are hashed: every column, separated by unit separators, NULL marked. Microseconds as an integer: text formats of time depend on settings.
CREATE FUNCTION platform.audit_bytes(e platform.audit_entries) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT convert_to(concat_ws(E'\x1f',
        e.id::text, (extract(epoch FROM e.at) * 1000000)::bigint::text, e.actor, coalesce(e.person_id::text, E'\x1e'), coalesce(e.session_id::text, E'\x1e'),
        e.action, e.entity, coalesce(e.entity_id::text, E'\x1e'), coalesce(e.before::text, E'\x1e'), coalesce(e.after::text, E'\x1e'), coalesce(to_json(e.reason)::text, E'\x1e'),
        e.request_id, e.channel, coalesce(e.client_address, E'\x1e')), 'UTF8')
$$;

-- Append-only by right of the role, not only by habit of the code.
REVOKE UPDATE, DELETE, TRUNCATE ON platform.audit_entries, platform.audit_seals FROM {{app}};
