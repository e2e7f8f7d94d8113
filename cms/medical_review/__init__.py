"""Medical reviews: who reviewed what and when, when the next one is due, and what happens when it does not come."""
