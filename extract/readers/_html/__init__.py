"""What `html.py` is made of: a web page as a browser would show it."""
