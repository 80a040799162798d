DROP TRIGGER accounts_second_step_notify ON identity.accounts;
