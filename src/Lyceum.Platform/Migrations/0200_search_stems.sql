-- Words are kept twice: as they stand, so that the beginning of a word finds it, and as their stems in the language of the text, so that
-- studies finds study, ασθενών finds ασθενής and الممرضة finds ممرضات. What was typed is tried in all three languages.
-- PL/pgSQL, because it keeps its plans for the session: an SQL function within another is planned at each call, which made a course cost a millisecond.
CREATE FUNCTION platform.words(language text, body text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    folded text := platform.fold(body);
    arabic tsvector;
BEGIN
    IF coalesce(folded, '') = '' THEN
        RETURN '';
    ELSIF language = 'el' THEN
        RETURN to_tsvector('pg_catalog.simple'::regconfig, folded) || to_tsvector('pg_catalog.greek'::regconfig, folded);
    ELSIF language = 'ar' THEN
        -- Once more over its own answer: after the article is off, the ending of the plural still stands.
        arabic := to_tsvector('pg_catalog.arabic'::regconfig, folded);
        RETURN to_tsvector('pg_catalog.simple'::regconfig, folded) || arabic || to_tsvector('pg_catalog.arabic'::regconfig, array_to_string(tsvector_to_array(arabic), ' '));
    END IF;
    RETURN to_tsvector('pg_catalog.simple'::regconfig, folded) || to_tsvector('pg_catalog.english'::regconfig, folded);
END
$$;

-- Stems of one folded word in each language; none for a word the language counts for nothing.
CREATE FUNCTION platform.stems(word text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT ts_lexize('pg_catalog.english_stem', word) || ts_lexize('pg_catalog.greek_stem', word) || a
        || CASE WHEN cardinality(a) > 0 THEN ts_lexize('pg_catalog.arabic_stem', a[1]) END
    FROM (SELECT ts_lexize('pg_catalog.arabic_stem', word) AS a) arabic
$$;

-- All of these words (folded, with a space between them), each by its beginning or by its stem.
CREATE FUNCTION platform.search_query(words text) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
    word text;
    stem text;
    one tsquery;
    found tsquery;
BEGIN
    FOREACH word IN ARRAY string_to_array(words, ' ') LOOP
        CONTINUE WHEN word = '';
        one := (quote_literal(word) || ':*')::tsquery;
        FOREACH stem IN ARRAY platform.stems(word) LOOP
            one := one || quote_literal(stem)::tsquery;
        END LOOP;
        found := CASE WHEN found IS NULL THEN one ELSE found && one END;
    END LOOP;
    RETURN coalesce(found, ''::tsquery);
END
$$;

-- A title outweighs a summary, a summary the text; long texts do not win by their length.
CREATE FUNCTION platform.search_rank(words tsvector, query tsquery) RETURNS real LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT ts_rank('{0.05, 0.15, 0.4, 1.0}', words, query, 1)
$$;
