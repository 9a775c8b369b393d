"""The ground floor: shared vocabulary, configuration, weights, and the two transports."""

import os

__version__ = "0.1.0"

# ONNX Runtime (from 1.29) tells its makers of each process and model unless it was told not to before it is
# loaded. Nothing here calls out; what we start inherits this.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
