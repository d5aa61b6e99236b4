"""Web pages, Markdown and e-books: the text that is shown, where it stands in the file."""
