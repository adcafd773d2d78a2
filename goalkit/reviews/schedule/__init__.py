"""Reviews by themselves: what is owed, what came of it, and what starts it on time."""
