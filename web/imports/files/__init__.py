"""What formats share: opening a file, taking the text out of it, and gathering what was found."""
