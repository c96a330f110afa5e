"""What a text tells: names, times, quotations, acts; the coder that puts them together."""
