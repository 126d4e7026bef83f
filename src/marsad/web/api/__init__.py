"""The HTTP API under `/api/v1`: what the pages do, for programs. A module for each group of paths."""
