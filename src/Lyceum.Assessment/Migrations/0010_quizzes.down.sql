DROP TABLE assessment.answers;
DROP TABLE assessment.attempt_questions;
DROP TABLE assessment.attempts;
DROP FUNCTION assessment.guard_graded();
DROP TABLE assessment.question_versions;
DROP TABLE assessment.questions;
DROP TABLE assessment.quizzes;
