-- no-transaction
CREATE OR REPLACE FUNCTION learning.lesson_words(title text, body text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT to_tsvector('simple'::regconfig, platform.fold(concat_ws(' ', title, left(body, 20000))))
$$;
CREATE INDEX CONCURRENTLY IF NOT EXISTS lessons_words ON learning.lessons USING gin (learning.lesson_words(title, body));
DROP INDEX CONCURRENTLY IF EXISTS learning.lessons_ranked;
