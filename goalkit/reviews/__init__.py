"""Reviews: facts of a period, shown in a notebook, kept as one HTML file."""

from goalkit.reviews.making import make

__all__ = ["make"]
