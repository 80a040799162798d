-- What people type and what is stored are folded alike, so that Ελενη finds Ἑλένη and احمد finds أَحْمَد: lower case, marks taken off
-- (Latin, Greek, Arabic vowels, hamza and tatweel), the final sigma and two Arabic letters made plain, signs between words made spaces.
CREATE FUNCTION platform.fold(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURNS NULL ON NULL INPUT AS $$
    SELECT translate(regexp_replace(normalize(lower($1), NFD), '[\u0300-\u036f\u064b-\u065f\u0670\u0640]', '', 'g'),
        'ςةى@._-+/:''"', 'σهي         ')
$$;
