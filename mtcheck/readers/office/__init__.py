"""Word processors and spreadsheets: what a person sees, with the place in words."""
