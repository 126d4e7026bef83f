"""Events of different dispatches that tell the same happening, joined into incidents (codebook 5)."""
