"""What a printed table says of itself: its rows, its header, its labels, laid beside those of the forms."""
