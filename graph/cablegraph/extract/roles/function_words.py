"""Small words and marks of role phrases: articles, possessives, hyphens."""

POSSESSIVES = {"his", "her", "its", "their", "whose", "our", "my"}
DETERMINERS = {"the", "a", "an", "this", "that", "these", "those", "another", "any", "every", "each"}
POSSESSIVE_ENDS = {"'s", "'", "’s", "’"}
ORGANS_BEFORE = {"party", "committee", "council", "commission", "board", "caucus"}
"""Nouns that end the name of a body right before a title that may begin with them: "party leader"."""
HYPHENS = {"-", "‐", "‑"}
LED_BY = {"based", "called", "backed", "led", "run", "sponsored", "funded", "affiliated", "linked", "aligned"}
