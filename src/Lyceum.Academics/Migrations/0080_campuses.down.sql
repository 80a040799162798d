DROP TABLE academics.campuses;
