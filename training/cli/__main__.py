"""`python -m training.cli`: what the window starts."""

import sys

from training.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
