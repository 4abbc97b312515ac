"""Benchmarks: what reading costs beside the least it could cost and beside what one would otherwise run."""
