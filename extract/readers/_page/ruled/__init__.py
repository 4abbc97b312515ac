"""Tables whose cells stand between ruling lines: lines to grids, grids within grids, cells parted or left out."""
