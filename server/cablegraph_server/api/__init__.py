"""The JSON API: officials, stances, policies, claims and articles for those who do not write SPARQL."""
