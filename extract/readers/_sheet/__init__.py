"""What `sheet.py` is made of: spreadsheets, beside what calamine tells of them."""
