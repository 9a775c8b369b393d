"""Language models: a second source of words for an act the policy has decided. They decide nothing."""
