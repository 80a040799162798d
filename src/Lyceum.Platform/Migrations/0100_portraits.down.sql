UPDATE platform.files SET purpose = 'picture' WHERE purpose = 'portrait';
ALTER TABLE platform.files DROP CONSTRAINT files_purpose_check,
    ADD CONSTRAINT files_purpose_check CHECK (purpose IN ('picture', 'document', 'media')) NOT VALID;
