DROP TRIGGER settings_notify ON platform.settings;
DROP FUNCTION platform.settings_notify();
DROP TRIGGER settings_recorded ON platform.settings;
DROP FUNCTION platform.settings_recorded();
DROP TABLE platform.setting_changes;
DROP TRIGGER settings_guard ON platform.settings;
DROP FUNCTION platform.settings_guard();
-- What was reset has no row before this; a secret has no place at all.
DELETE FROM platform.settings WHERE value = 'null';
DROP FUNCTION platform.setting_rule(text, text, int, int, text[]);
DROP TABLE platform.setting_rules;
ALTER TABLE platform.settings DROP COLUMN sealed;
