"""Django's SQLite on SQLCipher: the same SQL, in a file that is encrypted as a whole."""
