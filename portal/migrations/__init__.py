"""How Django changes the tables. Made by `makemigrations`, never by hand."""
