"""Shows the hints and the readability beside the form in which a text is written."""
