-- no-transaction
DROP INDEX CONCURRENTLY IF EXISTS academics.courses_words;
DROP FUNCTION IF EXISTS academics.course_words(text, jsonb, jsonb);
