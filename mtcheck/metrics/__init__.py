"""One module per family of metrics: a number per alignment, never a judgement."""
