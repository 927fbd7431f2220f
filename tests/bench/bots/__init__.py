"""The bots under test, each a program of its own: `python -m tests.bench.bots.<name> <address of the double> <token>`."""
