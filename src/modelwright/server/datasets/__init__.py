"""Datasets, data paths, samples, thumbnails and uploads."""
