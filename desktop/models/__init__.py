"""What has rows, by named roles; views and delegates only show it."""
