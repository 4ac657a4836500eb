"""Training templates and processes, their live numbers and reports."""
