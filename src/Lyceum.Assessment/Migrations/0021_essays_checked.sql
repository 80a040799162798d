-- no-transaction
ALTER TABLE assessment.attempts VALIDATE CONSTRAINT attempts_state;
ALTER TABLE assessment.attempts VALIDATE CONSTRAINT attempts_state_is_whole;
