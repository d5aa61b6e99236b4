"""XML that translators and programs keep texts in, one text a unit."""
