"""`python -m goalkit` is the command line."""

from goalkit.cli import main

if __name__ == "__main__":
    main()
