"""The widgets' JavaScript modules, run by the Node.js that Playwright's wheel brings: no machine is without it."""

import base64
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import playwright

from dlwidgets.widgets.assets import STATIC

NODE = Path(playwright.__file__).parent / "driver" / ("node.exe" if sys.platform == "win32" else "node")
DRIVER = Path(__file__).with_name("driver.mjs")


class JavaScriptError(Exception):
    """What the code threw."""


class JavaScript:
    """A process that runs code over the modules in ``static/``, in the time zone ``zone``."""

    def __init__(self, folder, zone="UTC"):
        for module in STATIC.glob("*.js"):
            shutil.copy(module, folder)
        shutil.copy(DRIVER.with_name("dom.mjs"), folder)
        (folder / "package.json").write_text('{"type": "module"}')
        self._process = subprocess.Popen(
            [NODE, DRIVER, folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"TZ": zone},
            encoding="utf-8",
        )

    def __call__(self, code, payload=None):
        """Run the body of an async function of ``load`` and ``payload``; return what it returns."""
        self._process.stdin.write(json.dumps({"code": code, "payload": payload}, default=_as_base64) + "\n")
        self._process.stdin.flush()
        reply = json.loads(self._process.stdout.readline(), object_hook=_as_number)
        if "error" in reply:
            raise JavaScriptError(reply["error"])
        return reply["result"]

    def close(self):
        """End the process."""
        self._process.stdin.close()
        self._process.wait(timeout=10)
        self._process.stdout.close()


def _as_base64(view):
    # The bytes as they lie in memory: that is what the channel to the browser sends.
    return {"$bytes": base64.b64encode(view.tobytes(order="A")).decode()}


def _as_number(content):
    return float(content["$number"].replace("Infinity", "inf")) if "$number" in content else content
