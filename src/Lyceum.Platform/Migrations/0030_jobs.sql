CREATE TABLE platform.jobs (
    id uuid PRIMARY KEY,
    kind text NOT NULL,
    payload jsonb NOT NULL,
    state text NOT NULL CHECK (state IN ('queued', 'running', 'done', 'dead', 'discarded')),
    run_at timestamptz NOT NULL,
    attempts int NOT NULL CHECK (attempts >= 0),
    max_attempts int NOT NULL CHECK (max_attempts > 0),
    lease_until timestamptz,
    leased_by text,
    unique_key text,
    queued_by text NOT NULL,
    queued_by_person uuid,
    request_id text NOT NULL,
    last_error text,
    created_at timestamptz NOT NULL,
    finished_at timestamptz,
    CONSTRAINT jobs_running_has_lease CHECK ((state = 'running') = (lease_until IS NOT NULL))
);
CREATE UNIQUE INDEX jobs_unique_key ON platform.jobs (kind, unique_key) WHERE unique_key IS NOT NULL;
CREATE INDEX jobs_due ON platform.jobs (run_at) WHERE state = 'queued';
CREATE INDEX jobs_leases ON platform.jobs (lease_until) WHERE state = 'running';
CREATE INDEX jobs_dead ON platform.jobs (finished_at DESC) WHERE state = 'dead';
CREATE INDEX jobs_finished ON platform.jobs (finished_at) WHERE state IN ('done', 'discarded');

-- Wakes idle workers when the queueing act commits; NOTIFY inside a transaction is delivered at its commit.
CREATE FUNCTION platform.jobs_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('lyceum_jobs', '');
    RETURN NULL;
END $$;
CREATE TRIGGER jobs_notify AFTER INSERT ON platform.jobs FOR EACH STATEMENT EXECUTE FUNCTION platform.jobs_notify();

CREATE TABLE platform.schedules (
    kind text PRIMARY KEY,
    cron text NOT NULL,
    next_at timestamptz NOT NULL,
    last_at timestamptz,
    paused boolean NOT NULL DEFAULT false
);

CREATE TABLE platform.outbox (
    id uuid PRIMARY KEY,
    type text NOT NULL,
    aggregate_id uuid NOT NULL,
    payload jsonb NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX outbox_type ON platform.outbox (type, id);
REVOKE UPDATE, DELETE, TRUNCATE ON platform.outbox FROM {{app}};
