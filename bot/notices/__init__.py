"""How staff hear of who waits when they are not at the desk."""
