"""What a set of predictions is worth, as pure functions over counts."""
