"""How good a coding is, measured against articles that people have annotated."""
