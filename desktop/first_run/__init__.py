"""The first start: language, folder and engine at a glance, and on to the library."""
