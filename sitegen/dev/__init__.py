"""What an author uses at the desk: watching the folders while writing."""
