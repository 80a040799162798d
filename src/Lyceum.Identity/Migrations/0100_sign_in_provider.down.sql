ALTER TABLE identity.sessions DROP COLUMN second_step_vouched;
DROP TABLE identity.provider_returns, identity.external_identities, identity.sign_in_providers;
