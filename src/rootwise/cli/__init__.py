"""The `rootwise` command: files in, files out, no database (contract.md)."""
