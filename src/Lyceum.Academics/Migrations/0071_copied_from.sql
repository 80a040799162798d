-- The course a copy was made from: shown beside it, and in the audit row of its making.
ALTER TABLE academics.courses ADD COLUMN copied_from_id uuid;
ALTER TABLE academics.courses ADD CONSTRAINT courses_copied_from_id_fkey FOREIGN KEY (copied_from_id) REFERENCES academics.courses (id) NOT VALID;
