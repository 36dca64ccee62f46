"""Parts of a page with a script of their own."""
