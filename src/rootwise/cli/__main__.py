"""`python -m rootwise.cli` is the `rootwise` command."""

from rootwise.cli.main import main

if __name__ == "__main__":  # the server starts processes that import this module again
    main()
