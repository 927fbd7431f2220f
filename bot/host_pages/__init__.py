"""The page on which a host says what its own card is about: by a link, without an account, in its language."""
