"""What the clock does to content, in the order of the moments, and what it could not do."""
