DROP TABLE platform.audit_seals;
DROP TABLE platform.audit_unsealed;
DROP FUNCTION platform.audit_bytes(platform.audit_entries);
DROP TABLE platform.audit_entries;
DROP FUNCTION platform.audit_queue();
