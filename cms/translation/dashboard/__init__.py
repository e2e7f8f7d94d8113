"""All translated content by locale at a glance: what is out, what is under way, what waits and since when."""
