"""Content of the pages as values and markup, for every renderer."""
