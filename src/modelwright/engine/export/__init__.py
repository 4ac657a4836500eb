"""From a trained network to a bundle that runs without us (X36)."""

from modelwright.engine.export.exporting import export

__all__ = ["export"]
