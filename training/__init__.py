"""Training of the pretrained reader: from the 4-bit encoder of a PyPI package to a small int8 ONNX file."""

import os

# The runtime reports its use to its maker unless told otherwise before it is imported.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
