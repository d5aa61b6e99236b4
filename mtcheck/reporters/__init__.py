"""One module per output format; each turns verdicts into text or bytes and prints nothing."""
