"""The vocabulary of Cablegraph and the words it knows: what can be said, and nothing above it."""
