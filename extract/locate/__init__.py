"""Which of a document's tables are those of the forms."""
