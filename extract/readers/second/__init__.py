"""Second, independent readers: other libraries read a table again where a check fails on it (`extract/check/second_reading.py`)."""
