-- After 0120: what stands is of the new form already, so no row breaks a rule.
SELECT platform.setting_rule('identity.registration', 'choice', 0, 0, '{closed,open}');
SELECT platform.setting_rule('identity.registration_domains', 'list', 0, 50);
SELECT platform.setting_rule('identity.second_step', 'choice', 0, 0, '{nobody,staff,everybody}');
SELECT platform.setting_rule('identity.session_hours', 'number', 1, 24);
SELECT platform.setting_rule('identity.session_idle_minutes', 'number', 5, 720);
SELECT platform.setting_rule('identity.session_kept_days', 'number', 1, 90);
