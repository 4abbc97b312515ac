"""Located rows and a form, laid side by side: for each cell of the form the printed cell that holds it."""
