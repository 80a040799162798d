-- The tables of allowed transitions, once more where no code can pass them by. Each trigger names its pairs.
CREATE FUNCTION academics.guard_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state IS DISTINCT FROM OLD.state AND NOT (OLD.state || '>' || NEW.state = ANY (TG_ARGV)) THEN
        RAISE EXCEPTION '% cannot go from % to %', TG_TABLE_NAME, OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_transition';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER terms_transition BEFORE UPDATE OF state ON academics.terms
    FOR EACH ROW EXECUTE FUNCTION academics.guard_transition('planned>open', 'open>closed');
CREATE TRIGGER courses_transition BEFORE UPDATE OF state ON academics.courses
    FOR EACH ROW EXECUTE FUNCTION academics.guard_transition('draft>published', 'published>draft', 'draft>archived', 'published>archived');
CREATE TRIGGER sections_transition BEFORE UPDATE OF state ON academics.sections
    FOR EACH ROW EXECUTE FUNCTION academics.guard_transition('planned>open', 'open>closed', 'planned>closed', 'closed>open');
CREATE TRIGGER enrolments_transition BEFORE UPDATE OF state ON academics.enrolments
    FOR EACH ROW EXECUTE FUNCTION academics.guard_transition(
        'requested>active', 'requested>dropped', 'active>completed', 'active>withdrawn', 'active>dropped', 'active>failed',
        'withdrawn>active', 'dropped>active');

-- Nobody becomes active in a term that is not open. The shared lock makes closing the term wait for enrolments under way, and those after it see it closed.
CREATE FUNCTION academics.guard_term_of_enrolment() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    term_state text;
BEGIN
    IF NEW.state = 'active' AND (TG_OP = 'INSERT' OR OLD.state <> 'active') THEN
        SELECT t.state INTO term_state FROM academics.sections s JOIN academics.terms t ON t.id = s.term_id WHERE s.id = NEW.section_id FOR SHARE OF t;
        IF term_state IS NOT NULL AND term_state <> 'open' THEN
            RAISE EXCEPTION 'the term is %', term_state USING ERRCODE = 'check_violation', CONSTRAINT = 'enrolments_term_open';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER enrolments_term_open BEFORE INSERT OR UPDATE OF state ON academics.enrolments
    FOR EACH ROW EXECUTE FUNCTION academics.guard_term_of_enrolment();

-- seats_taken is what the enrolments say, looked at when the transaction commits: until then the two rows are written one after the other.
CREATE FUNCTION academics.guard_seats() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    section uuid;
    counted int;
    kept int;
BEGIN
    IF TG_TABLE_NAME = 'sections' THEN
        section := NEW.id;
    ELSIF TG_OP = 'DELETE' THEN
        section := OLD.section_id;
    ELSE
        section := NEW.section_id;
    END IF;
    SELECT count(*) INTO counted FROM academics.enrolments WHERE section_id = section AND state IN ('active', 'completed');
    SELECT seats_taken INTO kept FROM academics.sections WHERE id = section;
    IF kept IS NOT NULL AND kept <> counted THEN
        RAISE EXCEPTION 'section % keeps % seats and has % enrolments', section, kept, counted
            USING ERRCODE = 'check_violation', CONSTRAINT = 'sections_seats_counted';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER sections_seats_counted AFTER INSERT OR UPDATE OF seats_taken ON academics.sections
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION academics.guard_seats();
CREATE CONSTRAINT TRIGGER enrolments_seats_counted AFTER INSERT OR DELETE OR UPDATE OF state ON academics.enrolments
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION academics.guard_seats();
