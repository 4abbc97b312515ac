"""The parts of the reader of OpenDocument text (.odt)."""
