"""Part of step 3: the words in a parsed article that stand for countries, bodies and persons."""
