"""Who may read: keys of partners, and how much each reader may ask for."""
