"""What `ofd.py` is made of: the pages of an OFD file; what they print is read by `_page`."""
