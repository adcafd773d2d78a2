"""Reviews by themselves: which are owed, the ledger of what became of them, and the run that makes them."""
