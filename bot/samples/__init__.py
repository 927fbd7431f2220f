"""An invented catalogue, the same at every run: hosts and good practices to try the program with.

No organisation here exists. Cards are uneven as real ones are: empty cells, short and long descriptions, several states.
"""

from bot.samples.hosts import hosts
from bot.samples.practices import practices

__all__ = ["hosts", "practices"]
