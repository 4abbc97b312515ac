"""What `rtf.py` is made of: text by code pages, the tables that are open as it is read."""
