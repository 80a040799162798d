CREATE TABLE platform.notifications (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL,
    text_key text NOT NULL,
    args jsonb NOT NULL,
    href text NOT NULL CHECK (href LIKE '/%' AND href NOT LIKE '//%'),
    at timestamptz NOT NULL,
    read_at timestamptz
);
CREATE INDEX notifications_person ON platform.notifications (person_id, id DESC);
CREATE INDEX notifications_unread ON platform.notifications (person_id) WHERE read_at IS NULL;
