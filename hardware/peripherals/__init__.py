"""Lights, servos, buttons, heart-rate straps and tablets, joined over MQTT (docs/peripherals.md)."""
