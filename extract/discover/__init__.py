"""Paths as given → the files to read, in the order of their source names: `walk` over folders here (`local`) or behind URLs (`remote`)."""
