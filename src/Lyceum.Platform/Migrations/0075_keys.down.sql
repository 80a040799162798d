DROP TABLE platform.keys;
