"""The parts of the detector: the decoder that sees the whole page, and what the detector learns from boxes."""
