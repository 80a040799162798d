DROP FUNCTION platform.fold(text);
