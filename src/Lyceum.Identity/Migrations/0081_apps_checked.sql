ALTER TABLE identity.sessions VALIDATE CONSTRAINT sessions_kind;
ALTER TABLE identity.sessions VALIDATE CONSTRAINT sessions_end_reason_check;
