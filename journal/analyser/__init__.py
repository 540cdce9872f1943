"""What a reflection says, found by rules and weights that can be read: pure, deterministic, versioned."""
