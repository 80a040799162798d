DROP TABLE platform.notifications;
