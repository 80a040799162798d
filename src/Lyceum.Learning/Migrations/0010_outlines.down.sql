DROP TABLE learning.lessons;
DROP TABLE learning.units;
DROP TABLE learning.outlines;
