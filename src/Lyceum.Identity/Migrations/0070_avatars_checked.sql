-- no-transaction
ALTER TABLE identity.people VALIDATE CONSTRAINT people_avatar;
ALTER TABLE identity.people VALIDATE CONSTRAINT people_avatar_type;
ALTER TABLE identity.people VALIDATE CONSTRAINT people_avatar_blob;
-- Whose picture content is, asked for each that may be swept.
CREATE INDEX CONCURRENTLY IF NOT EXISTS people_avatar_hash ON identity.people (avatar_hash) WHERE avatar_hash IS NOT NULL;
