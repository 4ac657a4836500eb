"""What the planes agree on: run spec, events, run directory, reports. Pydantic, PyYAML and the standard library only."""
