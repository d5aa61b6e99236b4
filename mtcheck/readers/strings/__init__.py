"""Files of strings, each with a key: what a program says, its placeholders masked."""
