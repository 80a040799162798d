DROP FUNCTION platform.drop_blob(text);
