-- Roles a school makes itself; the built-in ones live in the code and keep their meaning everywhere.
CREATE TABLE identity.roles (
    id uuid PRIMARY KEY,
    key text NOT NULL CONSTRAINT roles_key UNIQUE CHECK (key ~ '^[a-z][a-z0-9_]{1,39}$'),
    name jsonb NOT NULL,
    archived_at timestamptz,
    created_at timestamptz NOT NULL,
    version int NOT NULL DEFAULT 1
);

CREATE TABLE identity.role_permissions (
    id uuid PRIMARY KEY,
    role_id uuid NOT NULL REFERENCES identity.roles (id),
    permission text NOT NULL CHECK (length(permission) <= 100),
    reach text NOT NULL CHECK (reach IN ('own', 'taught', 'programme', 'all')),
    CONSTRAINT role_permissions_once UNIQUE (role_id, permission)
);

CREATE TABLE identity.role_assignments (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES identity.people (id),
    role text NOT NULL CHECK (length(role) <= 40),
    from_at timestamptz NOT NULL,
    until_at timestamptz,
    given_by uuid REFERENCES identity.people (id),
    reason text CHECK (length(reason) <= 300),
    ended_at timestamptz,
    ended_by uuid REFERENCES identity.people (id),
    created_at timestamptz NOT NULL,
    version int NOT NULL DEFAULT 1,
    CHECK (until_at IS NULL OR until_at > from_at),
    -- Separation of duties: nobody gives or takes a role from themselves.
    CONSTRAINT role_assignments_apart CHECK (given_by IS DISTINCT FROM person_id AND (ended_by IS NULL OR ended_by <> person_id))
);
CREATE UNIQUE INDEX role_assignments_once ON identity.role_assignments (person_id, role) WHERE ended_at IS NULL;
CREATE INDEX role_assignments_role ON identity.role_assignments (role) WHERE ended_at IS NULL;

CREATE TABLE identity.grants (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES identity.people (id),
    permission text NOT NULL CHECK (length(permission) <= 100),
    reach text NOT NULL CHECK (reach IN ('own', 'taught', 'programme', 'all')),
    from_at timestamptz NOT NULL,
    until_at timestamptz NOT NULL CHECK (until_at > from_at),
    given_by uuid REFERENCES identity.people (id),
    reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 300),
    ended_at timestamptz,
    ended_by uuid REFERENCES identity.people (id),
    created_at timestamptz NOT NULL,
    version int NOT NULL DEFAULT 1,
    CONSTRAINT grants_apart CHECK (given_by IS DISTINCT FROM person_id)
);
CREATE INDEX grants_person ON identity.grants (person_id) WHERE ended_at IS NULL;

CREATE TRIGGER role_assignments_notify AFTER INSERT OR UPDATE OR DELETE ON identity.role_assignments FOR EACH ROW EXECUTE FUNCTION identity.notify_person();
CREATE TRIGGER grants_notify AFTER INSERT OR UPDATE OR DELETE ON identity.grants FOR EACH ROW EXECUTE FUNCTION identity.notify_person();
CREATE TRIGGER roles_notify AFTER UPDATE ON identity.roles FOR EACH STATEMENT EXECUTE FUNCTION identity.notify_everyone();
CREATE TRIGGER role_permissions_notify AFTER INSERT OR UPDATE OR DELETE ON identity.role_permissions FOR EACH STATEMENT EXECUTE FUNCTION identity.notify_everyone();
