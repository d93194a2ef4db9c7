"""What window, engine and command line share: files, events, commands, settings. No torch."""
