"""Training of the pretrained reader: from the 4-bit encoder of a PyPI package to a small int8 ONNX file."""
