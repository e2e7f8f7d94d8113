"""Images with credit and licence, and the files that readers get of them."""
