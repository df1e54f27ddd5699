"""Sources kept beside a dossier: taken from files, or fetched once, within limits."""
