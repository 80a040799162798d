DROP FUNCTION platform.search_rank(tsvector, tsquery);
DROP FUNCTION platform.search_query(text);
DROP FUNCTION platform.stems(text);
DROP FUNCTION platform.words(text, text);
