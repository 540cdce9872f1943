"""What the product holds about people: the inventory of it, and the end of it."""
