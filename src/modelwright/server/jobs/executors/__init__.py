"""Ways to carry out a run directory: on this machine, or pretended in tests."""
