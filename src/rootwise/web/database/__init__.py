"""What the web application asks of a database: encryption, a named writer, versions. No model of ours is here."""
