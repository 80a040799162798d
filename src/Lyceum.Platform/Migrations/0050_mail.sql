CREATE TABLE platform.mails (
    id uuid PRIMARY KEY,
    to_address text NOT NULL CHECK (length(to_address) BETWEEN 3 AND 320),
    to_person uuid,
    template text NOT NULL,
    language text NOT NULL CHECK (language IN ('en', 'el', 'ar')),
    subject text NOT NULL,
    html text NOT NULL,
    text text NOT NULL,
    created_at timestamptz NOT NULL,
    sent_at timestamptz,
    attempts int NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    last_error text
);
CREATE INDEX mails_person ON platform.mails (to_person) WHERE to_person IS NOT NULL;
