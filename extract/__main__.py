"""`python -m extract` is the command `extract`."""

from extract.cli import run

run()
