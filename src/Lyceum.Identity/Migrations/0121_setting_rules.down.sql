DELETE FROM platform.setting_rules WHERE key LIKE 'identity.%';
