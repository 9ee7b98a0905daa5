"""Changes to the graph over HTTP: one process writes, one request at a time."""
