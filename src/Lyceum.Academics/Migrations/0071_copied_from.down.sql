ALTER TABLE academics.courses DROP COLUMN copied_from_id;
