"""``python -m cityties``: the command line."""

from cityties.cli.main import run

if __name__ == "__main__":
    run()
