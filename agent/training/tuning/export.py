"""Writing a trained encoder as it ships: one ONNX file with weights in int8."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

import torch
from torch import Tensor, nn

from agent.training.tuning.network import Network
from agent.training.tuning.weights_only import keep_weights_only


class _Hidden(nn.Module):  # type: ignore[misc]
    """The body with the inputs and the one output that `agent.appraisal.encoder` wants."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.body = network.body

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        found: Tensor = self.body(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        return found


def write(network: Network, source: Path, out: Path) -> None:
    """`out/model.onnx` and `tokenizer.json`: a folder that `agent.appraisal.encoder.Encoder` reads.

    The outputs of the tasks are left behind: heads are fitted on the vectors afterwards.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    out.mkdir(parents=True, exist_ok=True)
    whole = out / "whole.onnx"
    ids = torch.tensor([[101, 2023, 102], [101, 2003, 102]])
    axes = {0: "text", 1: "piece"}
    names = ["input_ids", "attention_mask", "token_type_ids"]
    torch.onnx.export(
        _Hidden(network),
        (ids, torch.ones_like(ids), torch.zeros_like(ids)),
        str(whole),
        input_names=names,
        output_names=["last_hidden_state"],
        dynamic_axes=dict.fromkeys([*names, "last_hidden_state"], axes),
        opset_version=17,
        dynamo=False,
    )
    logging.getLogger().setLevel(logging.ERROR)
    quantize_dynamic(
        whole, out / "model.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
    )
    keep_weights_only(out / "model.onnx")
    whole.unlink()
    shutil.copy(source / "tokenizer.json", out / "tokenizer.json")
