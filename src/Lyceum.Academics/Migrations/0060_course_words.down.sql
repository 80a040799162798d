-- no-transaction
CREATE OR REPLACE FUNCTION academics.course_words(code text, title jsonb, summary jsonb) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT to_tsvector('simple'::regconfig, platform.fold(concat_ws(' ', code, title ->> 'en', title ->> 'el', title ->> 'ar', summary ->> 'en', summary ->> 'el', summary ->> 'ar')))
$$;
CREATE INDEX CONCURRENTLY IF NOT EXISTS courses_words ON academics.courses USING gin (academics.course_words(code, title, summary));
DROP INDEX CONCURRENTLY IF EXISTS academics.courses_ranked;
DROP FUNCTION IF EXISTS academics.course_ranked(text, jsonb, jsonb, text, text);
