-- One row: the mode of the installation. Every mode but normal has an owner and a reason; it may end by itself.
CREATE TABLE platform.mode (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    mode text NOT NULL CHECK (mode IN ('normal', 'read_only')),
    owner text,
    reason text,
    until timestamptz,
    since timestamptz NOT NULL,
    CHECK (mode = 'normal' OR (owner IS NOT NULL AND reason IS NOT NULL))
);
INSERT INTO platform.mode (mode, since) VALUES ('normal', now());

CREATE FUNCTION platform.mode_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('lyceum_mode', '');
    RETURN NULL;
END $$;
CREATE TRIGGER mode_notify AFTER UPDATE ON platform.mode FOR EACH STATEMENT EXECUTE FUNCTION platform.mode_notify();

CREATE TABLE platform.settings (
    key text PRIMARY KEY,
    value jsonb NOT NULL,
    version int NOT NULL DEFAULT 1,
    updated_at timestamptz NOT NULL
);
