UPDATE platform.settings SET value = jsonb_build_object('mode', value), version = version + 1 WHERE key = 'identity.registration' AND value <> 'null';
DELETE FROM platform.settings WHERE key = 'identity.registration' AND value = 'null';
UPDATE platform.settings SET value = jsonb_build_object('askedOf', value), version = version + 1 WHERE key = 'identity.second_step';
