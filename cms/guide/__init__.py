"""The guide for editors, inside the admin: the very pages that stand in the documentation."""
