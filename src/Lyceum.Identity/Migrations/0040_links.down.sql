DROP TABLE identity.setup_tokens;
DROP TABLE identity.links;
