"""Whether what was read can be right: sums, words, structure, a second reading, and other reports of the run."""
