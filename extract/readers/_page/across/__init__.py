"""What pages cut: tables, rows, labels and paragraphs, joined again."""
