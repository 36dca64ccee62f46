"""The treatments, and what a reader has chosen of them."""
