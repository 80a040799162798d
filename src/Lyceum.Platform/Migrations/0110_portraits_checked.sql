ALTER TABLE platform.files VALIDATE CONSTRAINT files_purpose_check;

-- Who still points at content is known by the foreign keys on it, of every room, and by nothing else.
CREATE FUNCTION platform.drop_blob(unneeded text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM platform.blobs WHERE hash = unneeded;
    RETURN true;
EXCEPTION WHEN foreign_key_violation THEN
    RETURN false;
END $$;
