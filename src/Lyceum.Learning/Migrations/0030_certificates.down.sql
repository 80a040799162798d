DROP TABLE learning.certificates;
DROP FUNCTION learning.certificates_transition();
DROP TABLE learning.certificate_rules;
