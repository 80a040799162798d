-- no-transaction
-- Names of a person in every script they have, and the address of an account, as words.
CREATE OR REPLACE FUNCTION identity.person_words(display_name text, given_name text, family_name text, latin_name text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT to_tsvector('simple'::regconfig, platform.fold(concat_ws(' ', display_name, given_name, family_name, latin_name)))
$$;
CREATE OR REPLACE FUNCTION identity.address_words(email text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT to_tsvector('simple'::regconfig, platform.fold(email))
$$;
CREATE INDEX CONCURRENTLY IF NOT EXISTS people_words ON identity.people USING gin (identity.person_words(display_name, given_name, family_name, latin_name));
CREATE INDEX CONCURRENTLY IF NOT EXISTS accounts_words ON identity.accounts USING gin (identity.address_words(email));
