DROP TABLE academics.enrolments;
DROP TABLE academics.section_teachers;
DROP TABLE academics.sections;
DROP TABLE academics.former_slugs;
DROP TABLE academics.courses;
DROP TABLE academics.terms;
DROP TABLE academics.programmes;
DROP TABLE academics.institution;
