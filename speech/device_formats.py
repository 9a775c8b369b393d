"""Which rates and channels to try on a sound device, and what PortAudio's refusals mean.

Only the standard library is used here, for `speech.device_worker`.
"""

from __future__ import annotations

from collections.abc import Iterator

INSTALL = "Install it with: apt-get install portaudio19-dev && pip install 'alongside[audio]'"
COMMON_RATES = (48000, 44100, 16000)
WRONG_FORMAT = (-9998, -9997, -9994)
"""PortAudio: invalid number of channels, invalid sample rate, sample format not supported."""
IN_USE = -9985
"""PortAudio: device unavailable."""


def formats(rate: int, own_rate: int, most_channels: int, channels: int = 0) -> Iterator[tuple[int, int]]:
    """(rate, channels) in the order to try them: as wanted, then what devices have of themselves.

    With `channels` only that many are tried. One channel comes first, for nothing has to be mixed then.
    """
    counts = (channels,) if channels else (1, 2, most_channels)
    for count in dict.fromkeys(count for count in counts if 1 <= count <= most_channels):
        for each in dict.fromkeys((rate, own_rate, *COMMON_RATES)):
            if each > 0:
                yield each, count


def refusal(side: str, code: int, text: str) -> tuple[str, str]:
    """(what is wrong, what to do) when a device cannot be opened."""
    if code == IN_USE:
        return (
            f"the {side} is in use by another program",
            f"Close that program, or choose another {side} (alongside devices lists them).",
        )
    if code in WRONG_FORMAT:
        return (
            f"the {side} takes none of the rates and channels that were tried ({text})",
            f"Set its rate and channels in the profile, or choose another {side} (alongside devices).",
        )
    return f"no {side} could be opened ({text})", f"Connect a {side} or choose one (alongside devices)."
