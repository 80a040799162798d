DROP TABLE platform.files;
DROP TABLE platform.blobs;
