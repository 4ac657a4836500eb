"""Base models: what can be trained."""
