"""What `json_page.py` is made of: tables that JSON gives as data."""
