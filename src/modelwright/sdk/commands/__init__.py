"""The commands of `modelwright`, one module each: `add_arguments(parser)` and `run(options) -> exit code`."""
