"""The editors' side of search: the synonyms that they keep, and what readers looked for in vain."""
