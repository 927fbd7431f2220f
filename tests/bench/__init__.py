"""Benchmarks: what a turn, a broadcast, a replay and a web message cost, beside bots made the usual way.

    python -m tests.bench                 all of them, in under six minutes
    python -m tests.bench turn courier    only these
    python -m tests.bench --json          for machines

Each bot runs in a fresh process of its own, against the Bot API double in another one; bots take turns, so that a busy
machine slows all of them. Times are CPU seconds of the bot's process alone unless a table says otherwise.
"""
