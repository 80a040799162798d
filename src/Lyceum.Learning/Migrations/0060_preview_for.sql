-- To whom a preview opens: to everybody, to whoever is signed in, or to everybody until nobody can enrol any more. Says nothing of a lesson that is no preview.
ALTER TABLE learning.lessons ADD COLUMN preview_for text NOT NULL DEFAULT 'everyone';
ALTER TABLE learning.lessons ADD CONSTRAINT lessons_preview_for CHECK (preview_for IN ('everyone', 'signed_in', 'until_closing')) NOT VALID;
