-- The version before opens every preview to everybody: one that was not for everybody is none there.
UPDATE learning.lessons SET is_preview = false WHERE preview_for <> 'everyone';
ALTER TABLE learning.lessons DROP COLUMN preview_for;
