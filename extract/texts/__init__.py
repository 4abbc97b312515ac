"""What the running text says: the title, whose report it is and of which year, the sections and their headings."""
