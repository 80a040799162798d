ALTER TABLE identity.accounts DROP CONSTRAINT accounts_passkeys, DROP COLUMN passkey_count;
DROP TABLE identity.passkey_challenges, identity.passkeys;
