-- no-transaction
ALTER TABLE identity.accounts VALIDATE CONSTRAINT accounts_passkeys;
