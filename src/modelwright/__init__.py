"""Modelwright: a self-hosted platform for training vision models."""

__version__ = "0.1.0"
