"""Tables without a grid: columns from where the words stand below each other, rows from the labels and level lines."""
