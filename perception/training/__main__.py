"""`python -m perception.training`."""

from perception.training.run import main

main()
