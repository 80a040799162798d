DROP TABLE identity.grants;
DROP TABLE identity.role_assignments;
DROP TABLE identity.role_permissions;
DROP TABLE identity.roles;
