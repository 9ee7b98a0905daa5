"""What a SPARQL text asks for, and how Oxigraph answers it by the standard."""
