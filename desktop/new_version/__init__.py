"""Tells that there is a newer Manul, and opens its page; nothing is downloaded or changed."""
