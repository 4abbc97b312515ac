"""What `doc.py` is made of: Word 97–2003 binary files."""
