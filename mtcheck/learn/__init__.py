"""Training and calibration: needs the [learn] extra, never imported by ``score``."""
