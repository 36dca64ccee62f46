"""A hospital's own layer: what it adds to the pages, always set apart and named."""
