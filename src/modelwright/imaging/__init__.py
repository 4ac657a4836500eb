"""Reading images the same way everywhere: server, training and exported bundles. Pillow and NumPy only."""
