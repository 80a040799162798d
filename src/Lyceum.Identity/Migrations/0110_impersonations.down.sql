DROP TRIGGER sessions_impersonations ON identity.sessions;
DROP FUNCTION identity.impersonation_follows();
DROP TABLE identity.impersonations;
DROP FUNCTION identity.impersonation_kept(), identity.impersonation_allowed(), identity.notify_acting();
