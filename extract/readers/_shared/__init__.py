"""What readers of several formats need, and none of them owns: bytes to text, XML and zip packages, text that does not show."""
