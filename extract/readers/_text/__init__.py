"""What `text.py` and `markdown.py` are made of: rows in text that lost its tables."""
