-- no-transaction
DROP INDEX CONCURRENTLY IF EXISTS academics.enrolments_wait_list;
