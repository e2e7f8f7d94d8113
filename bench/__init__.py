"""What the product costs: measured on the machine it runs on, with `make bench`."""
