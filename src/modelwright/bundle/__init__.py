"""Exported bundles: what is in the zip, and the predictor that runs one. Copied into every bundle's runtime/."""
