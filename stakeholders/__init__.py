"""The map: profiles, conversations, ties, the grid, the web, surveys, ambassadors."""
