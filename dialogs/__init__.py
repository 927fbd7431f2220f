"""The conversations, read top to bottom; `engine` replays them."""
