"""Reviews by themselves: which are owed, the run that makes them, the ledger of it, and what starts it on time."""
