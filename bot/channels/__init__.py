"""One folder a channel; the contract they keep is in `base`."""
