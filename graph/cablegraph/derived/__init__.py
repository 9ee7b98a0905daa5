"""What follows from the claims of all articles: entities, tenures, positions, disputes."""
