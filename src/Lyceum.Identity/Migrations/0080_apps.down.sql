DROP TABLE identity.token_pairs;
-- Without their tokens nobody can come with these any more.
UPDATE identity.sessions SET ended_at = coalesce(ended_at, now()), end_reason = 'replaced' WHERE kind = 'app' AND (ended_at IS NULL OR end_reason = 'token_reused');
ALTER TABLE identity.sessions DROP CONSTRAINT sessions_end_reason_check;
ALTER TABLE identity.sessions ADD CONSTRAINT sessions_end_reason_check CHECK (end_reason IN
    ('signed_out', 'ended_by_person', 'ended_by_administrator', 'password_changed', 'second_step_changed', 'disabled', 'replaced')) NOT VALID;
ALTER TABLE identity.sessions DROP COLUMN kind;
