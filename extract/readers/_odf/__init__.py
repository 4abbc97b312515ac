"""What the OpenDocument formats (.ods, .odt) share: names, the package, how text looks."""
