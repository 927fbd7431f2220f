"""`python -m tests.dialogs.lock` writes today's keys of all dialogs into `keys.lock`."""

from tests.dialogs.test_schema import LOCK, keys_now

LOCK.write_text("\n".join(keys_now()) + "\n")
