"""The journal as people see it: listed, exported, verified. It is written by `core.audit.record`."""
