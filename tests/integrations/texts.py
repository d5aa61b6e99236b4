"""A text that a machine has mangled, and the same text as a person would write it."""

MANGLED = """\
Antony Brinken arrived in Lisbon on Monday for talks on the fishing treaty.
says it is important to the coast and rest of Europe.
The minister of public safety safety said that says the talks was long.
Fishermen on the quay has wait since the morning , and nobody told them a anything.
present oneself as a global politician.
"""

MENDED = """\
Antony Blinken arrived in Lisbon on Monday for talks on the fishing treaty.
He says that it is important to the coast and to the rest of Europe.
The minister said that the talks had been long but friendly.
Fishermen on the quay had waited since the morning, and nobody had told them anything.
They went home before the evening.
"""
