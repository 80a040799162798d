-- no-transaction
-- Title and the first pages of a lesson as words; a tsvector has an upper limit of a megabyte, a lesson of 200,000 characters.
CREATE OR REPLACE FUNCTION learning.lesson_words(title text, body text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT to_tsvector('simple'::regconfig, platform.fold(concat_ws(' ', title, left(body, 20000))))
$$;
CREATE INDEX CONCURRENTLY IF NOT EXISTS lessons_words ON learning.lessons USING gin (learning.lesson_words(title, body));
