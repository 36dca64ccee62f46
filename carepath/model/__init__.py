"""The treatments, and a reader's choices among them."""
