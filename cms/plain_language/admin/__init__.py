"""Shows the hints and the readability beside the form in which a page is written."""
