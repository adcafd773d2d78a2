"""The kernels of the app: one is kept ready, with goalkit loaded, so that a page opens without waiting for it."""

import asyncio
import contextlib
import os
import subprocess
from typing import Any

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager

KERNEL = "python3"
LOADS = "import goalkit, goalkit.workbook.opening\nfrom goalkit import forms"
PAUSE = 1.5  # seconds that a page has for itself before the next kernel starts


class ReadyKernels(AsyncMappingKernelManager):
    """Starts kernels, the next one ahead of time; what is ready has opened no workbook, so it is never out of date."""

    spare: "asyncio.Task[str] | None" = None

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)  # type: ignore[no-untyped-call]
        self.waiting: set[str] = set()

    def prepare(self, **started: Any) -> None:
        """Starts the next kernel in the background."""
        self.spare = asyncio.ensure_future(self._load(started))

    async def _load(self, started: dict[str, Any]) -> str:
        kernel_id = await self._new(kernel_name=KERNEL, **started)
        self.waiting.add(kernel_id)
        client: Any = self.get_kernel(kernel_id).client()
        client.start_channels()
        try:
            await client.wait_for_ready(timeout=60)
            await client.execute(LOADS, silent=True, reply=True, timeout=60)
        finally:
            client.stop_channels()
        return kernel_id

    async def _async_start_kernel(self, *, kernel_id: str | None = None, **given: Any) -> str:
        """The kernel that is ready, when any will do; else a new one."""
        loop, spare = asyncio.get_running_loop(), self.spare
        if kernel_id is not None or given.get("kernel_name", KERNEL) != KERNEL or spare is None:
            return await self._new(kernel_id=kernel_id, **given)
        self.spare = None
        loop.call_later(PAUSE, lambda: self.prepare(path=given.get("path"), env=dict(os.environ)))
        with contextlib.suppress(RuntimeError, TimeoutError):  # it did not come up: start one as ever
            ready = await spare
            self.waiting.discard(ready)
            if ready in self:
                return ready
        return await self._new(**given)

    start_kernel = _async_start_kernel  # type: ignore[assignment] # as its base does

    async def _new(self, **given: Any) -> str:
        quiet = None if os.environ.get("GOALKIT_DEBUG") else subprocess.DEVNULL  # its log is not for this terminal
        kernel_id: str = await super()._async_start_kernel(stderr=quiet, **given)
        return kernel_id

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """Ends a kernel that no page uses any more; the one that is ready waits for its page."""
        if kernel_id not in self.waiting:
            await super().cull_kernel_if_idle(kernel_id)  # type: ignore[no-untyped-call]
