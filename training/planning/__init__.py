"""Predicts what a training needs of a card, from the architecture, without weights or a card."""
