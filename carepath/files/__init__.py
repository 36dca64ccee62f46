"""Files for download: hand-outs, drawings, previews."""
