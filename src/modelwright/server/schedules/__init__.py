"""Trainings that begin by the clock: once at a time, or again and again."""
