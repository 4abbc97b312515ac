"""What the readers of Word's formats share: merged cells as a grid, list numbers, fields, symbols, text boxes."""
