"""`python -m desktop` is `manul`."""

import sys

from desktop.app import main

sys.exit(main())
