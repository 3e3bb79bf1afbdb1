"""``python -m dlwidgets``: the command where the script is not on the PATH."""

import sys

from dlwidgets.cli import main

sys.exit(main())
