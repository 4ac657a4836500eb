"""Jobs, machines, the dispatcher and its executors: how to run, never what."""
