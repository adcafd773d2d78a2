"""The kernel of the Python that runs goalkit, for notebooks that a person wrote or changed."""

import tempfile
from typing import Any

import zmq
from ipykernel.kernelspec import get_kernel_dict
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from traitlets import default


class OwnKernelManager(AsyncKernelManager):
    """Starts this interpreter, whatever a "python3" kernel of the machine or the person points at."""

    @default("transport_encryption")
    def _encrypted(self) -> str:
        # The personal facts of a review do not cross a socket in plain text, where that can be had.
        return "auto" if zmq.has("curve") else "disabled"

    @property
    def kernel_spec(self) -> KernelSpec:
        """The kernel of the Python that runs goalkit."""
        spec = get_kernel_dict()
        # Its log is for developers; what goes wrong in a cell arrives as an error.
        return KernelSpec(**{**spec, "argv": [*spec["argv"], "--log-level=CRITICAL"]})

    async def _async_launch_kernel(self, kernel_cmd: list[str], **settings: Any) -> None:
        """Starts the kernel; what it or a library in it writes past the notebook never mixes with goalkit's own words.

        Cells' outputs arrive by message as ever. The rest is for developers too: a kernel told to
        end may complain that its socket has just been closed.
        """
        with tempfile.TemporaryFile() as apart:
            await super()._async_launch_kernel(kernel_cmd, **{"stdout": apart, "stderr": apart, **settings})
