"""The link to a view: copied, or read by a phone's camera."""
