-- no-transaction
DROP INDEX CONCURRENTLY IF EXISTS identity.people_avatar_hash;
