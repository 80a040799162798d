DROP TABLE platform.outbox;
DROP TABLE platform.schedules;
DROP TABLE platform.jobs;
DROP FUNCTION platform.jobs_notify();
