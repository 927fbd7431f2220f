"""Stand-ins for outside services that keep the rules of the real ones, so that a test tells something about those."""
