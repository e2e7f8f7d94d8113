"""Search over published documents. Nothing is here yet: the API has no search endpoint so far."""
