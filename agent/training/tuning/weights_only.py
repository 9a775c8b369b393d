"""From a dynamically quantised network to one of which only the weights are kept in int8.

Dynamic quantisation rounds the activations too, by the range they have in the batch: the same text would get
another vector in other company. Computing in floats costs twice the time and gives each text its own.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any


def keep_weights_only(path: Path) -> None:
    """Rewrite the ONNX file in place. Every product of integers becomes one of floats."""
    import onnx

    model = onnx.load(str(path))
    graph = model.graph
    made: dict[str, Any] = {name: node for node in graph.node for name in node.output}
    used: dict[str, list[Any]] = {}
    for node in graph.node:
        for name in node.input:
            used.setdefault(name, []).append(node)
    gone: set[str] = set()
    added: dict[str, list[Any]] = {}
    for product in [node for node in graph.node if node.op_type == "MatMulInteger"]:
        activation = made[product.input[0]]  # DynamicQuantizeLinear
        cast = used[product.output[0]][0]
        scaled = used[cast.output[0]][0]
        scales = made[next(name for name in scaled.input if name != cast.output[0])]
        weight = product.input[1]
        scale = next(name for name in scales.input if name != activation.output[1])
        floats = f"{weight}_floats"
        added[scaled.name] = [
            onnx.helper.make_node(
                "DequantizeLinear",
                [weight, scale, product.input[3]],
                [floats],
                f"{weight}_dequantize",
                axis=1,
            ),
            onnx.helper.make_node(
                "MatMul", [activation.input[0], floats], [scaled.output[0]], f"{scaled.name}_floats"
            ),
        ]
        gone |= {product.name, cast.name, scaled.name, scales.name, activation.name}
    nodes = [
        new for node in graph.node for new in (added.get(node.name) or ([] if node.name in gone else [node]))
    ]
    del graph.node[:]
    graph.node.extend(nodes)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))
