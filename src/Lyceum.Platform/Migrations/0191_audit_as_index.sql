-- no-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS audit_entries_as_person ON platform.audit_entries (as_person_id, at DESC) WHERE as_person_id IS NOT NULL;
