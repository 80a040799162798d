-- no-transaction
DROP INDEX CONCURRENTLY IF EXISTS academics.courses_catalogue_category;
DROP INDEX CONCURRENTLY IF EXISTS academics.sections_course_start;
DROP INDEX CONCURRENTLY IF EXISTS academics.enrolments_roster;
