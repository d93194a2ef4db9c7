"""One stage a page; pages report wishes and know neither process nor folder."""
