"""`python -m journal` is the `journal` command."""

from journal.cli import main

if __name__ == "__main__":
    main()
