"""`python -m rootwise.cli` is the `rootwise` command."""

from rootwise.cli.main import main

main()
