"""People look at claims and things, and correct them."""
