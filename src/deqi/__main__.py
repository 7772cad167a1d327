"""`python -m deqi`."""

from deqi.cli.main import main

raise SystemExit(main())
