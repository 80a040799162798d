-- The words of a lesson, stemmed in the language of its course: a column, because ranking would otherwise read and stem every text that matches.
ALTER TABLE learning.lessons ADD COLUMN words tsvector;

CREATE FUNCTION learning.lesson_ranked(language text, title text, body text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT setweight(platform.words(language, title), 'A') || setweight(platform.words(language, left(body, 20000)), 'D')
$$;

CREATE FUNCTION learning.keep_lesson_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.words := learning.lesson_ranked((SELECT c.language FROM learning.outlines o JOIN academics.courses c ON c.id = o.course_id WHERE o.id = NEW.outline_id), NEW.title, NEW.body);
    RETURN NEW;
END
$$;
CREATE TRIGGER lessons_keep_words BEFORE INSERT OR UPDATE OF title, body, outline_id ON learning.lessons FOR EACH ROW EXECUTE FUNCTION learning.keep_lesson_words();

-- A course whose language is corrected has its lessons stemmed anew.
CREATE FUNCTION learning.keep_course_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE learning.lessons l SET words = learning.lesson_ranked(NEW.language, l.title, l.body) FROM learning.outlines o WHERE o.id = l.outline_id AND o.course_id = NEW.id;
    RETURN NULL;
END
$$;
CREATE TRIGGER courses_keep_lesson_words AFTER UPDATE OF language ON academics.courses FOR EACH ROW WHEN (OLD.language IS DISTINCT FROM NEW.language) EXECUTE FUNCTION learning.keep_course_words();

UPDATE learning.lessons l SET words = learning.lesson_ranked(c.language, l.title, l.body) FROM learning.outlines o JOIN academics.courses c ON c.id = o.course_id WHERE o.id = l.outline_id;
