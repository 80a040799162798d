-- no-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS lessons_ranked ON learning.lessons USING gin (words);
DROP INDEX CONCURRENTLY IF EXISTS learning.lessons_words;
DROP FUNCTION IF EXISTS learning.lesson_words(text, text);
