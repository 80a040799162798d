-- Documents the school has given out, as strangers may check them. A row is never changed but to be revoked, once.
CREATE TABLE platform.issued_documents (
    id uuid PRIMARY KEY,
    serial text NOT NULL,
    serial_key text NOT NULL CHECK (serial_key ~ '^[0-9A-Z]{17,22}$'),
    kind text NOT NULL CHECK (kind ~ '^[a-z_]+(\.[a-z_]+)*$'),
    person_id uuid NOT NULL,
    holder_name text NOT NULL CHECK (length(holder_name) BETWEEN 1 AND 300),
    holder_latin text CHECK (length(holder_latin) BETWEEN 1 AND 300),
    title jsonb NOT NULL,
    issuer jsonb NOT NULL,
    details jsonb NOT NULL,
    issued_at timestamptz NOT NULL,
    content_hash text NOT NULL CHECK (content_hash ~ '^[0-9a-f]{64}$'),
    file_hash text REFERENCES platform.blobs (hash),
    revoked_at timestamptz,
    revoked_reason text CHECK (length(revoked_reason) BETWEEN 10 AND 500),
    revoked_by text,
    version int NOT NULL DEFAULT 1,
    CONSTRAINT issued_documents_serial UNIQUE (serial),
    CONSTRAINT issued_documents_serial_key UNIQUE (serial_key),
    CONSTRAINT issued_documents_file_is_content CHECK (file_hash IS NULL OR file_hash = content_hash),
    CONSTRAINT issued_documents_revoked_whole CHECK ((revoked_at IS NULL) = (revoked_reason IS NULL) AND (revoked_at IS NULL) = (revoked_by IS NULL)),
    CONSTRAINT issued_documents_revoked_after CHECK (revoked_at >= issued_at)
);
CREATE INDEX issued_documents_person ON platform.issued_documents (person_id, issued_at DESC);

CREATE FUNCTION platform.issued_documents_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.revoked_at IS NOT NULL THEN
        RAISE EXCEPTION 'document % is revoked; nothing about it changes any more', OLD.serial USING ERRCODE = 'restrict_violation';
    END IF;
    IF (to_jsonb(NEW) - '{revoked_at,revoked_reason,revoked_by,version}'::text[]) <> (to_jsonb(OLD) - '{revoked_at,revoked_reason,revoked_by,version}'::text[]) THEN
        RAISE EXCEPTION 'document % has been given out; it can only be revoked', OLD.serial USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER issued_documents_stand BEFORE UPDATE ON platform.issued_documents FOR EACH ROW EXECUTE FUNCTION platform.issued_documents_stand();

REVOKE UPDATE, DELETE, TRUNCATE ON platform.issued_documents FROM {{app}};
GRANT UPDATE (revoked_at, revoked_reason, revoked_by, version) ON platform.issued_documents TO {{app}};
