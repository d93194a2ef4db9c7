"""The window's side of setting the engine up: what is shown, asked and told."""
