"""What the styles of a page make of its text: hidden, struck through, raised, set apart, of its ground's colour."""
