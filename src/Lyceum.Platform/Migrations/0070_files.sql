-- Content the store has on disk under its SHA-256, once.
CREATE TABLE platform.blobs (
    hash text PRIMARY KEY CHECK (hash ~ '^[0-9a-f]{64}$'),
    size bigint NOT NULL CHECK (size > 0),
    created_at timestamptz NOT NULL
);

CREATE TABLE platform.files (
    id uuid PRIMARY KEY,
    hash text NOT NULL REFERENCES platform.blobs (hash),
    size bigint NOT NULL CHECK (size > 0),
    media_type text NOT NULL CHECK (length(media_type) BETWEEN 3 AND 127),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 255 AND name IS NFC NORMALIZED AND name !~ '[\x01-\x1f/\\]'),
    owner_id uuid,
    purpose text NOT NULL CHECK (purpose IN ('picture', 'document', 'media')),
    created_at timestamptz NOT NULL
);
CREATE INDEX files_hash ON platform.files (hash);
-- What one person brought in the last 24 hours is summed on each upload.
CREATE INDEX files_owner ON platform.files (owner_id, created_at DESC) WHERE owner_id IS NOT NULL;
