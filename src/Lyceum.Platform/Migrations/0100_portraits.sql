-- A picture that shows who somebody is has its own purpose: smaller, and swept when it is nobody's any more.
ALTER TABLE platform.files DROP CONSTRAINT files_purpose_check,
    ADD CONSTRAINT files_purpose_check CHECK (purpose IN ('picture', 'document', 'media', 'portrait')) NOT VALID;
