"""Reviews: facts of a period, shown in a notebook, kept as one HTML file."""
