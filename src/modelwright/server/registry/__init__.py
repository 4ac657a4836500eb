"""Models and their versions: publish, export, try."""
