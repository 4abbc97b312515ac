"""A printed page, as characters with boxes and ruling lines → paragraphs and tables: PDF, OFD and scans alike."""
