"""Makes the sample: one invented person's year, the same to the byte each time."""
