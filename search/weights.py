"""Files of weights (safetensors), mapped and not loaded: all processes of a machine share one copy in the page cache."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

_TYPES = {"F32": "<f4", "F16": "<f2", "I16": "<i2", "I8": "i1"}


def mapped(path: Path) -> "dict[str, NDArray[Any]]":
    """Name → weights, read-only; of whole numbers only short ones. Raises OSError where there is no such file.

    It begins with the length of its head (8 bytes), the head (JSON), and then the tensors one after the other.
    """
    import numpy as np

    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        head: dict[str, Any] = json.loads(file.read(length))
    data = np.memmap(path, dtype=np.uint8, mode="r", offset=8 + length)
    return {
        name: np.asarray(data[slice(*told["data_offsets"])]).view(_TYPES[told["dtype"]]).reshape(told["shape"])
        for name, told in head.items()
        if told.get("dtype") in _TYPES
    }
