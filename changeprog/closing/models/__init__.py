"""What the end of a programme keeps; one file for each noun."""
