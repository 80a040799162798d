DROP TRIGGER courses_keep_lesson_words ON academics.courses;
DROP FUNCTION learning.keep_course_words();
DROP TRIGGER lessons_keep_words ON learning.lessons;
DROP FUNCTION learning.keep_lesson_words();
DROP FUNCTION learning.lesson_ranked(text, text, text);
ALTER TABLE learning.lessons DROP COLUMN words;
