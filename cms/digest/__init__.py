"""The weekly mail: what waits for each person, and nothing else."""
