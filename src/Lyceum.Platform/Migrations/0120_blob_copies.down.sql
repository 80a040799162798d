DROP TABLE platform.blob_copies;
