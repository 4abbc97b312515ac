"""What `rtf.py` is made of: text by code pages, rows by the edges of their cells."""
