"""The running program: channels, inbox, couriers, desk and command line."""
