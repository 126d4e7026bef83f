"""Does the record bear out the ranks that a dispatch claims ("the deadliest attack since March")?"""
