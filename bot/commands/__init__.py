"""What the command line does, one module a command; each is imported only when it is asked for."""
