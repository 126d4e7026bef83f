"""Who may do what on the desk, and what keeps strangers and hostile dispatches from doing more."""
