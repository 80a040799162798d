DROP TRIGGER sections_course_in_use ON academics.sections;
DROP FUNCTION academics.guard_course_of_section();
DROP TRIGGER enrolments_course_in_use ON academics.enrolments;
DROP FUNCTION academics.guard_course_of_enrolment();
DROP TRIGGER courses_transition ON academics.courses;
CREATE TRIGGER courses_transition BEFORE UPDATE OF state ON academics.courses
    FOR EACH ROW EXECUTE FUNCTION academics.guard_transition('draft>published', 'published>draft', 'draft>archived', 'published>archived');
