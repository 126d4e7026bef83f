"""The map of the report: outlines, projection, and where each mark stands."""
