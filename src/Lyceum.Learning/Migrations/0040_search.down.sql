-- no-transaction
DROP INDEX CONCURRENTLY IF EXISTS learning.lessons_words;
DROP FUNCTION IF EXISTS learning.lesson_words(text, text);
