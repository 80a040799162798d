-- Whatever the owner creates from here on, the two other roles may use without a grant in every file.
-- A table that is only ever added to takes UPDATE and DELETE back in the file that creates it.
ALTER DEFAULT PRIVILEGES FOR ROLE {{owner}} GRANT USAGE ON SCHEMAS TO {{app}}, {{readonly}};
ALTER DEFAULT PRIVILEGES FOR ROLE {{owner}} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {{app}};
ALTER DEFAULT PRIVILEGES FOR ROLE {{owner}} GRANT SELECT ON TABLES TO {{readonly}};
ALTER DEFAULT PRIVILEGES FOR ROLE {{owner}} GRANT USAGE, SELECT ON SEQUENCES TO {{app}};
ALTER DEFAULT PRIVILEGES FOR ROLE {{owner}} GRANT SELECT ON SEQUENCES TO {{readonly}};
