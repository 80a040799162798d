-- The picture of a person: its content by hash, and the type it is served as. The foreign key keeps the content from being swept.
ALTER TABLE identity.people ADD COLUMN avatar_type text;
ALTER TABLE identity.people
    ADD CONSTRAINT people_avatar CHECK ((avatar_hash IS NULL) = (avatar_type IS NULL)) NOT VALID,
    ADD CONSTRAINT people_avatar_type CHECK (avatar_type IN ('image/png', 'image/jpeg', 'image/webp')) NOT VALID,
    ADD CONSTRAINT people_avatar_blob FOREIGN KEY (avatar_hash) REFERENCES platform.blobs (hash) NOT VALID;

-- What every page shows of who is signed in is kept with their session.
CREATE FUNCTION identity.notify_shown() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('lyceum_sessions', NEW.id::text);
    RETURN NULL;
END $$;
CREATE TRIGGER people_notify AFTER UPDATE OF display_name, language, zone, avatar_hash ON identity.people FOR EACH ROW
    WHEN ((OLD.display_name, OLD.language, OLD.zone, OLD.avatar_hash) IS DISTINCT FROM (NEW.display_name, NEW.language, NEW.zone, NEW.avatar_hash))
    EXECUTE FUNCTION identity.notify_shown();
