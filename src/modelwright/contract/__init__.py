"""What the planes agree on: run spec, events, run directory, reports. Pydantic and the standard library only."""
