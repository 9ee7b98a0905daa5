"""From an annotated article to claims about mentions."""
