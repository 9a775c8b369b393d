"""What measures speed; every figure in the README names the script here that printed it."""
