"""How somebody withdraws in a rehearsal: by the same call as in a study with people."""

from __future__ import annotations

from study.store.records import Who
from study.studies import Study
from study.vault.withdrawal import withdraw as destroy


def withdraw(study: Study, code: str, who: Who) -> None:
    """Somebody withdraws: their key is destroyed, and everything there is of them."""
    destroy(study, code, who, "asked for it")
