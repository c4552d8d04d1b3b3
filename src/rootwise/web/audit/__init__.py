"""What was done to which row, by whom, when: written by the database itself, sealed with a key it does not have. No foreign keys."""
