"""One's own account under /konto/, and who has which role in a municipality under /arbete/."""
