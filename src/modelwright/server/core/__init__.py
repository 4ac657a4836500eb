"""Errors, rights' rules, pages, the journal: no domain knowledge."""
