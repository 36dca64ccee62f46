"""What a reader downloads: hand-outs, drawings, previews."""
