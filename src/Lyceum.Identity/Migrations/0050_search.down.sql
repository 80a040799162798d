-- no-transaction
DROP INDEX CONCURRENTLY IF EXISTS identity.accounts_words;
DROP INDEX CONCURRENTLY IF EXISTS identity.people_words;
DROP FUNCTION IF EXISTS identity.address_words(text);
DROP FUNCTION IF EXISTS identity.person_words(text, text, text, text);
