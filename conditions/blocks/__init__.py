"""The blocks that sections are written in; each says its own JSON beside its fields."""
