"""The end of a programme: review, handing over, last edition, read-only; archives."""
