"""The training engine: `python -m modelwright.engine RUN_DIR`. PyTorch; knows the contract, never Django."""
