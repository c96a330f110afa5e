"""Language packs: folders of data, and the code that reads them."""
