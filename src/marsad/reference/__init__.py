"""Where the facts of the package come from: the sources, each with its licence."""
