-- no-transaction
DROP INDEX CONCURRENTLY IF EXISTS platform.audit_entries_as_person;
