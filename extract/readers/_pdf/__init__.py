"""What `pdf.py` is made of: all that is asked of PDFium; what its pages print is read by `_page`."""
