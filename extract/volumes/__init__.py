"""A document that holds several reports, parted into one document for each."""
