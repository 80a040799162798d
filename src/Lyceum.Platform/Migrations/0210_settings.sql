-- A setting that is reset keeps its row with the value null, so that its version goes on and an old form stays old. A secret is kept sealed, never as a value.
ALTER TABLE platform.settings ADD COLUMN sealed bytea;

-- What a setting may be: the rooms say it for theirs in their own migrations. A test compares this with the catalogue in the code.
CREATE TABLE platform.setting_rules (
    key text PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('number', 'choice', 'text', 'list', 'secret')),
    lowest int NOT NULL,
    highest int NOT NULL,
    choices text[]
);

CREATE FUNCTION platform.setting_rule(key text, kind text, lowest int, highest int, choices text[] DEFAULT NULL) RETURNS void LANGUAGE sql AS $$
    INSERT INTO platform.setting_rules (key, kind, lowest, highest, choices) VALUES (key, kind, lowest, highest, choices)
$$;

CREATE FUNCTION platform.settings_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    rule platform.setting_rules;
    fits boolean;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.version <> OLD.version + 1 THEN
        RAISE EXCEPTION 'setting %: version % does not follow %', NEW.key, NEW.version, OLD.version USING ERRCODE = 'check_violation', CONSTRAINT = 'settings_version';
    END IF;
    SELECT * INTO rule FROM platform.setting_rules r WHERE r.key = NEW.key;
    IF NOT FOUND OR (NEW.value = 'null' AND NEW.sealed IS NULL) THEN
        RETURN NEW;   -- a fact of the house, or the default
    END IF;
    fits := CASE rule.kind
        WHEN 'secret' THEN NEW.value = 'null'
        WHEN 'number' THEN jsonb_typeof(NEW.value) = 'number' AND NEW.value::text ~ '^-?[0-9]{1,9}$' AND (NEW.value #>> '{}')::int BETWEEN rule.lowest AND rule.highest
        WHEN 'choice' THEN jsonb_typeof(NEW.value) = 'string' AND NEW.value #>> '{}' = ANY (rule.choices)
        WHEN 'text' THEN jsonb_typeof(NEW.value) = 'string' AND length(NEW.value #>> '{}') BETWEEN rule.lowest AND rule.highest
        ELSE jsonb_typeof(NEW.value) = 'array' AND jsonb_array_length(NEW.value) BETWEEN rule.lowest AND rule.highest
             AND NOT jsonb_path_exists(NEW.value, '$[*] ? (@.type() != "string")')
             AND (rule.choices IS NULL OR NEW.value <@ to_jsonb(rule.choices))
    END AND (rule.kind = 'secret' OR NEW.sealed IS NULL);
    IF fits IS NOT TRUE THEN
        RAISE EXCEPTION 'setting % does not take this value', NEW.key USING ERRCODE = 'check_violation', CONSTRAINT = 'settings_value';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER settings_guard BEFORE INSERT OR UPDATE ON platform.settings FOR EACH ROW EXECUTE FUNCTION platform.settings_guard();

-- Who set what when, and what stood there before; of a secret only that it changed.
CREATE TABLE platform.setting_changes (
    id uuid PRIMARY KEY,
    key text NOT NULL,
    version int NOT NULL CHECK (version > 0),
    kind text NOT NULL CHECK (kind IN ('set', 'reset', 'undo')),
    before jsonb,
    after jsonb,
    at timestamptz NOT NULL,
    actor text NOT NULL,
    person_id uuid,
    CONSTRAINT setting_changes_once UNIQUE (key, version)
);
REVOKE UPDATE, DELETE, TRUNCATE ON platform.setting_changes FROM {{app}};
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON platform.setting_rules FROM {{app}};

-- No setting changes without its line in the history; looked at when the act commits.
CREATE FUNCTION platform.settings_recorded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM platform.setting_rules r WHERE r.key = NEW.key)
       AND NOT EXISTS (SELECT 1 FROM platform.setting_changes c WHERE c.key = NEW.key AND c.version = NEW.version) THEN
        RAISE EXCEPTION 'setting % changed without a line in its history', NEW.key USING ERRCODE = 'check_violation', CONSTRAINT = 'settings_recorded';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER settings_recorded AFTER INSERT OR UPDATE ON platform.settings
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION platform.settings_recorded();

CREATE FUNCTION platform.settings_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('lyceum_settings', '');
    RETURN NULL;
END $$;
CREATE TRIGGER settings_notify AFTER INSERT OR UPDATE OR DELETE ON platform.settings FOR EACH STATEMENT EXECUTE FUNCTION platform.settings_notify();

SELECT platform.setting_rule('platform.languages', 'list', 1, 3, '{en,el,ar}');
SELECT platform.setting_rule('platform.mail_host', 'text', 0, 253);
SELECT platform.setting_rule('platform.mail_port', 'number', 1, 65535);
SELECT platform.setting_rule('platform.mail_user', 'text', 0, 200);
SELECT platform.setting_rule('platform.mail_password', 'secret', 0, 500);
SELECT platform.setting_rule('platform.mail_from', 'text', 0, 200);
SELECT platform.setting_rule('platform.mail_tls', 'choice', 0, 0, '{required,off}');
SELECT platform.setting_rule('platform.backup_folder', 'text', 0, 400);
