"""Plain values and rules of the helpdesk: no I/O, no clock, no chance."""
