"""Places from files that users bring, each format in its own room, into a layer of their own."""
