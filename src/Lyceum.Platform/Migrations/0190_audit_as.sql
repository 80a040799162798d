-- Who acts for somebody else stands in every entry of that time beside whom they act for. The newest column is hashed only where it says something,
-- so that what was sealed before keeps its hash.
ALTER TABLE platform.audit_entries ADD COLUMN as_person_id uuid;
CREATE OR REPLACE FUNCTION platform.audit_bytes(e platform.audit_entries) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT convert_to(concat_ws(E'\x1f',
        e.id::text, (extract(epoch FROM e.at) * 1000000)::bigint::text, e.actor, coalesce(e.person_id::text, E'\x1e'), coalesce(e.session_id::text, E'\x1e'),
        e.action, e.entity, coalesce(e.entity_id::text, E'\x1e'), coalesce(e.before::text, E'\x1e'), coalesce(e.after::text, E'\x1e'), coalesce(to_json(e.reason)::text, E'\x1e'),
        e.request_id, e.channel, coalesce(e.client_address, E'\x1e'), e.as_person_id::text), 'UTF8')
$$;
