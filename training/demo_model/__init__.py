"""Builds the bundled demo model, a tiny Stable Diffusion pipeline taught with drawn pictures."""
