-- The rules of registration and of the second step become settings of the catalogue, one plain value each. "By invitation" was closed to everybody but the office, and now says so.
UPDATE platform.settings SET value = CASE WHEN value ->> 'mode' = 'open' THEN '"open"'::jsonb ELSE '"closed"'::jsonb END, version = version + 1 WHERE key = 'identity.registration';
UPDATE platform.settings SET value = coalesce(value -> 'askedOf', 'null'), version = version + 1 WHERE key = 'identity.second_step';
