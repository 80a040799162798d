-- no-transaction
-- A roster reads one section's enrolments by state; Today and the course list read a course's sections by start.
CREATE INDEX CONCURRENTLY IF NOT EXISTS enrolments_roster ON academics.enrolments (section_id, state, person_id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS sections_course_start ON academics.sections (course_id, starts_on) WHERE state <> 'closed';
CREATE INDEX CONCURRENTLY IF NOT EXISTS courses_catalogue_category ON academics.courses (category, code) WHERE state = 'published';
