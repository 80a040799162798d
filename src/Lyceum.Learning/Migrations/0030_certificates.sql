-- Whether finishing a course earns a certificate; a course without a row awards one.
CREATE TABLE learning.certificate_rules (
    course_id uuid PRIMARY KEY REFERENCES academics.courses (id),
    is_awarded boolean NOT NULL,
    version int NOT NULL DEFAULT 1
);

CREATE TABLE learning.certificates (
    id uuid PRIMARY KEY,
    enrolment_id uuid NOT NULL REFERENCES academics.enrolments (id),
    section_id uuid NOT NULL REFERENCES academics.sections (id),
    course_id uuid NOT NULL REFERENCES academics.courses (id),
    person_id uuid NOT NULL REFERENCES identity.people (id),
    serial text NOT NULL CONSTRAINT certificates_serial_key UNIQUE,
    state text NOT NULL CHECK (state IN ('reserved', 'issued', 'revoked')),
    holder_name text NOT NULL CHECK (length(holder_name) BETWEEN 1 AND 300),
    holder_latin text CHECK (length(holder_latin) BETWEEN 1 AND 300),
    title jsonb NOT NULL,
    reserved_at timestamptz NOT NULL,
    issued_at timestamptz,
    file_hash text REFERENCES platform.blobs (hash),
    revoked_at timestamptz,
    revoked_reason text,
    version int NOT NULL DEFAULT 1,
    CONSTRAINT certificates_issued_whole CHECK (state = 'reserved' OR state = 'issued' AND issued_at IS NOT NULL AND file_hash IS NOT NULL OR state = 'revoked'),
    CONSTRAINT certificates_revoked_whole CHECK ((state = 'revoked') = (revoked_at IS NOT NULL) AND (revoked_at IS NULL) = (revoked_reason IS NULL))
);
-- One certificate that stands for each enrolment, whoever asks how often.
CREATE UNIQUE INDEX certificates_one_standing ON learning.certificates (enrolment_id) WHERE state <> 'revoked';
CREATE INDEX certificates_person ON learning.certificates (person_id, id DESC);
CREATE INDEX certificates_section ON learning.certificates (section_id, person_id);

-- Reserved → issued → revoked, and what is printed never changes.
CREATE FUNCTION learning.certificates_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT (OLD.state = NEW.state OR (OLD.state, NEW.state) IN (('reserved', 'issued'), ('issued', 'revoked'), ('reserved', 'revoked'))) OR OLD.state = 'revoked'
       OR (NEW.enrolment_id, NEW.person_id, NEW.serial, NEW.holder_name, NEW.holder_latin, NEW.title) IS DISTINCT FROM (OLD.enrolment_id, OLD.person_id, OLD.serial, OLD.holder_name, OLD.holder_latin, OLD.title) THEN
        RAISE EXCEPTION 'a certificate is reserved, issued, revoked, in this order' USING ERRCODE = 'check_violation', CONSTRAINT = 'certificates_transition';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER certificates_transition BEFORE UPDATE ON learning.certificates FOR EACH ROW EXECUTE FUNCTION learning.certificates_transition();
REVOKE DELETE, TRUNCATE ON learning.certificates FROM {{app}};
