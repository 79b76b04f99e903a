"""What an author uses at the desk: watching the folders while writing, and a server that shows what comes of it."""
