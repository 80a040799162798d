-- no-transaction
-- Each language of a course by its own stems; title and code over summary over description.
CREATE OR REPLACE FUNCTION academics.course_ranked(code text, title jsonb, summary jsonb, description text, language text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT setweight(platform.words('en', concat_ws(' ', code, title ->> 'en')) || platform.words('el', title ->> 'el') || platform.words('ar', title ->> 'ar'), 'A')
        || setweight(platform.words('en', summary ->> 'en') || platform.words('el', summary ->> 'el') || platform.words('ar', summary ->> 'ar'), 'B')
        || setweight(platform.words(language, left(description, 20000)), 'D')
$$;
CREATE INDEX CONCURRENTLY IF NOT EXISTS courses_ranked ON academics.courses USING gin (academics.course_ranked(code, title, summary, description, language));
DROP INDEX CONCURRENTLY IF EXISTS academics.courses_words;
DROP FUNCTION IF EXISTS academics.course_words(text, jsonb, jsonb);
