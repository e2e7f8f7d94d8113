"""Search over published documents: what they are found by, how a reader's words are read, and what comes first."""
