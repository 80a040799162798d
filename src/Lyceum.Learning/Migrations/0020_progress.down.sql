DROP TABLE learning.lesson_progress;
DROP TABLE learning.section_progress;
DROP FUNCTION learning.lesson_progress_forward();
DROP FUNCTION learning.section_progress_forward();
