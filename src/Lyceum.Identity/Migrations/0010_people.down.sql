DROP TABLE identity.people;
