DROP TABLE platform.settings;
DROP TABLE platform.mode;
DROP FUNCTION platform.mode_notify();
