"""How plainly a text is written: readability, and hints for whoever writes it. Plain Python, without Django."""
