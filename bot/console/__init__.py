"""The staff desk: sign-in, the lists of conversations and host requests, and what stands behind each of them."""
