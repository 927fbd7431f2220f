"""What happens for an update. `turn.handle` is the way in; every module serves one kind of thing that can happen."""
