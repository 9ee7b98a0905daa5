"""The doors of Cablegraph: the HTTP application and the command line."""
