DROP TABLE platform.mails;
