"""Files and streams to articles; what cannot be read is refused with a reason."""
