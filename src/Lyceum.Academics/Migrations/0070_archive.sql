-- An archived course may come back, as a draft: whoever publishes it again passes the same checks as the first time.
DROP TRIGGER courses_transition ON academics.courses;
CREATE TRIGGER courses_transition BEFORE UPDATE OF state ON academics.courses
    FOR EACH ROW EXECUTE FUNCTION academics.guard_transition('draft>published', 'published>draft', 'draft>archived', 'published>archived', 'archived>draft');

-- Nobody comes into an archived course, not onto its wait lists either, and it gets no section. Enrolling locks the section and not the course: the shared
-- lock here makes archiving wait for enrolments under way, which it then counts, and those after it see it archived.
CREATE FUNCTION academics.guard_course_of_enrolment() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    course_state text;
BEGIN
    IF NEW.state IN ('active', 'waitlisted') AND (TG_OP = 'INSERT' OR OLD.state <> NEW.state) THEN
        SELECT c.state INTO course_state FROM academics.sections s JOIN academics.courses c ON c.id = s.course_id WHERE s.id = NEW.section_id FOR SHARE OF c;
        IF course_state = 'archived' THEN
            RAISE EXCEPTION 'the course is archived' USING ERRCODE = 'check_violation', CONSTRAINT = 'enrolments_course_in_use';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER enrolments_course_in_use BEFORE INSERT OR UPDATE OF state ON academics.enrolments
    FOR EACH ROW EXECUTE FUNCTION academics.guard_course_of_enrolment();

CREATE FUNCTION academics.guard_course_of_section() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    course_state text;
BEGIN
    IF TG_OP = 'INSERT' OR (NEW.state = 'open' AND OLD.state <> 'open') THEN
        SELECT c.state INTO course_state FROM academics.courses c WHERE c.id = NEW.course_id FOR SHARE;
        IF course_state = 'archived' THEN
            RAISE EXCEPTION 'the course is archived' USING ERRCODE = 'check_violation', CONSTRAINT = 'sections_course_in_use';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sections_course_in_use BEFORE INSERT OR UPDATE OF state ON academics.sections
    FOR EACH ROW EXECUTE FUNCTION academics.guard_course_of_section();
