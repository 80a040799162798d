-- Nothing to undo: a constraint that was looked at goes with the one before.
SELECT 1;
