"""Recognition of scanned pages: pixels → ruling lines → cells → crops → texts. Needs the extra `ocr`.

Only `extract.readers.scan` calls in here, and only when a page without text turns up, so that nothing of this
(OpenCV, ONNX Runtime, the models) is loaded for a run without scans.
"""
