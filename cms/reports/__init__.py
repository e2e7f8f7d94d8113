"""What is wrong with the content of the site, as reports: each row leads to the field that mends it."""
