"""What `docx.py` and `word_xml.py` are made of: the XML of Word."""
