-- One person acts for another for ten minutes (A8). The session stays the one of whoever sits there; this row says as whom.
CREATE TABLE identity.impersonations (
    id uuid PRIMARY KEY,
    session_id uuid NOT NULL REFERENCES identity.sessions (id),
    by_id uuid NOT NULL REFERENCES identity.people (id),
    person_id uuid NOT NULL REFERENCES identity.people (id),
    reason text NOT NULL CHECK (length(btrim(reason)) BETWEEN 1 AND 300),
    began_at timestamptz NOT NULL,
    until_at timestamptz NOT NULL,
    ended_at timestamptz,
    end_reason text CHECK (end_reason IN ('ended', 'time', 'session_ended', 'rights_lost')),
    CONSTRAINT impersonations_apart CHECK (by_id <> person_id),
    CONSTRAINT impersonations_ten_minutes CHECK (until_at > began_at AND until_at <= began_at + interval '10 minutes'),
    CHECK ((ended_at IS NULL) = (end_reason IS NULL)),
    CHECK (ended_at BETWEEN began_at AND until_at)
);
-- Not nested: a session acts for one person at a time.
CREATE UNIQUE INDEX impersonations_one ON identity.impersonations (session_id) WHERE ended_at IS NULL;
CREATE INDEX impersonations_person ON identity.impersonations (person_id, began_at DESC);
CREATE INDEX impersonations_by ON identity.impersonations (by_id, began_at DESC);

-- Who, as whom, why and for how long never changes; only the end is written, once.
CREATE FUNCTION identity.impersonation_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.ended_at IS NOT NULL OR (OLD.id, OLD.session_id, OLD.by_id, OLD.person_id, OLD.reason, OLD.began_at, OLD.until_at)
        IS DISTINCT FROM (NEW.id, NEW.session_id, NEW.by_id, NEW.person_id, NEW.reason, NEW.began_at, NEW.until_at) THEN
        RAISE EXCEPTION 'impersonation % stays as it was', OLD.id USING ERRCODE = 'restrict_violation', CONSTRAINT = 'impersonations_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER impersonations_kept BEFORE UPDATE ON identity.impersonations FOR EACH ROW EXECUTE FUNCTION identity.impersonation_kept();
REVOKE DELETE, TRUNCATE ON identity.impersonations FROM {{app}};

-- Only from an open browser session of one's own, and never as an administrator. What else the person may hold is known to the code.
CREATE FUNCTION identity.impersonation_allowed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM identity.sessions s WHERE s.id = NEW.session_id AND s.person_id = NEW.by_id AND s.kind = 'browser' AND s.ended_at IS NULL) THEN
        RAISE EXCEPTION 'session % is no open browser of %', NEW.session_id, NEW.by_id USING ERRCODE = 'check_violation', CONSTRAINT = 'impersonations_session';
    END IF;
    IF EXISTS (SELECT FROM identity.role_assignments r WHERE r.person_id = NEW.person_id AND r.role = 'administrator' AND r.ended_at IS NULL
        AND r.from_at <= NEW.began_at AND (r.until_at IS NULL OR r.until_at > NEW.began_at)) THEN
        RAISE EXCEPTION 'person % is an administrator', NEW.person_id USING ERRCODE = 'check_violation', CONSTRAINT = 'impersonations_administrator';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER impersonations_allowed BEFORE INSERT ON identity.impersonations FOR EACH ROW EXECUTE FUNCTION identity.impersonation_allowed();

-- Whatever ends the session ends it too.
CREATE FUNCTION identity.impersonation_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE identity.impersonations SET ended_at = greatest(began_at, least(NEW.ended_at, until_at)), end_reason = 'session_ended' WHERE session_id = NEW.id AND ended_at IS NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER sessions_impersonations AFTER UPDATE OF ended_at ON identity.sessions FOR EACH ROW WHEN (NEW.ended_at IS NOT NULL) EXECUTE FUNCTION identity.impersonation_follows();

CREATE FUNCTION identity.notify_acting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('lyceum_sessions', NEW.by_id::text);
    RETURN NULL;
END $$;
CREATE TRIGGER impersonations_notify AFTER INSERT OR UPDATE OF ended_at ON identity.impersonations FOR EACH ROW EXECUTE FUNCTION identity.notify_acting();
