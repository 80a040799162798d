-- Whoever set up the second step they owed may go on at once, on every node; whoever lost it is led back.
CREATE TRIGGER accounts_second_step_notify AFTER UPDATE OF totp_confirmed_at, passkey_count ON identity.accounts FOR EACH ROW EXECUTE FUNCTION identity.notify_person();
