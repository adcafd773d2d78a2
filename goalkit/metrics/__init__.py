"""Numbers: pure functions, frames in and frames or plain values out; a file for each family."""
