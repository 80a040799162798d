DROP TABLE platform.issued_documents;
DROP FUNCTION platform.issued_documents_stand();
