DROP TRIGGER people_notify ON identity.people;
DROP FUNCTION identity.notify_shown();
ALTER TABLE identity.people DROP CONSTRAINT people_avatar_blob, DROP CONSTRAINT people_avatar_type, DROP CONSTRAINT people_avatar, DROP COLUMN avatar_type;
