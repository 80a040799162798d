DROP TABLE platform.setup_steps;
DROP FUNCTION platform.setup_steps_forward();
DROP TABLE platform.setup;
